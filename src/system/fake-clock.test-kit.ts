import type { Clock } from './clock.ts'

export interface FakeClock extends Clock {
  /** Moves time on, and calls back what became due, in order. */
  advance(ms: number): void
}

/** A clock for tests: it stands still until it is moved. */
export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start
  let timers: { at: number; callback: () => void }[] = []
  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (next === undefined) break
        timers = timers.filter((timer) => timer !== next)
        now = next.at
        next.callback()
      }
      now = end
    },
  }
}
