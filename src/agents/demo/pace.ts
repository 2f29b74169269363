import type { Clock } from '../../system/clock.ts'

/** Thrown out of whatever the turn is doing when the owner stops it. */
export class Interrupted extends Error {}

export interface Pace {
  /** Waits as long as a model would for so many chunks; throws `Interrupted` as soon as the turn is stopped. */
  pause(chunks?: number): Promise<void>
  /** The pieces in which a model would say this: one to three words each. Together they are the text. */
  chunksOf(text: string): string[]
}

export function createPace(deps: {
  clock: Clock
  random: () => number
  /** Per chunk; without it 20 to 40 ms. 0 does not wait at all. */
  delayMs: number | undefined
  signal: AbortSignal
}): Pace {
  const { clock, random, delayMs, signal } = deps
  return {
    async pause(chunks = 1) {
      if (signal.aborted) throw new Interrupted()
      const ms = (delayMs ?? 20 + random() * 20) * chunks
      if (ms === 0) return
      const waiting = Promise.withResolvers<void>()
      const stop = () => waiting.reject(new Interrupted())
      const cancel = clock.after(ms, () => waiting.resolve())
      signal.addEventListener('abort', stop, { once: true })
      try {
        await waiting.promise
      } finally {
        cancel()
        signal.removeEventListener('abort', stop)
      }
    },
    chunksOf(text) {
      const words = text.match(/\s*\S+/g) ?? []
      const chunks: string[] = []
      for (let index = 0; index < words.length; ) {
        const size = 1 + Math.floor(random() * 3)
        chunks.push(words.slice(index, index + size).join(''))
        index += size
      }
      return chunks
    },
  }
}
