import type { Clock } from './clock.ts'

export interface ManualClock extends Clock {
  /** Moves time on and runs what becomes due, in order. */
  advance(durationMs: number): void
}

/** A clock for tests: nothing happens until it is advanced. */
export function createManualClock(startMs = 1_000_000): ManualClock {
  let nowMs = startMs
  let timers: { dueMs: number; run: () => void }[] = []
  return {
    now: () => nowMs,
    after(delayMs, run) {
      const timer = { dueMs: nowMs + delayMs, run }
      timers = [...timers, timer].sort((a, b) => a.dueMs - b.dueMs)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    advance(durationMs) {
      const endMs = nowMs + durationMs
      for (let next = timers[0]; next && next.dueMs <= endMs; next = timers[0]) {
        timers = timers.slice(1)
        nowMs = next.dueMs
        next.run()
      }
      nowMs = endMs
    },
  }
}
