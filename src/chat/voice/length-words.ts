/** A length of sound as players write it: `0:05`, `10:00`. */
export function lengthWords(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
