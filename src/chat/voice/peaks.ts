/** So many bars a wave has. */
const waveBars = 64
/** What is below it is the noise of a room, and stays small. */
const quiet = 12

/** How loud a stretch of sound is, from 0 to 100, as an ear would say. `samples` from -1 to 1. */
export function levelOf(samples: Float32Array): number {
  const most = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
  return Math.round(100 * Math.min(1, most) ** 0.6)
}

/** A whole recording as a wave: the loudest of each stretch, and the loudest of all as high as there is room. */
export function peaksOf(levels: readonly number[], count = waveBars): number[] {
  if (levels.length === 0) return []
  const scale = 100 / Math.max(quiet, ...levels)
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count)
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count))
    return Math.min(100, Math.round(Math.max(...levels.slice(from, to)) * scale))
  })
}
