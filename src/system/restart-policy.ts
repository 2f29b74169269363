import type { Clock } from './clock.ts'

const delaysMs = [1000, 2000, 3000]
const steadyAfterMs = 30_000

/**
 * When a crashed process is started again: up to three times with growing delay. The count begins anew once it has lived
 * 30 s, and on `reset`, which a change of its files calls. Pure but for the clock.
 */
export function createRestartPolicy(clock: Pick<Clock, 'now'>) {
  let restarts = 0
  let startedAt = clock.now()
  return {
    started() {
      startedAt = clock.now()
    },
    /** How long to wait before the next start; undefined when it is time to give up. */
    crashed(): number | undefined {
      if (clock.now() - startedAt >= steadyAfterMs) restarts = 0
      const delayMs = delaysMs[restarts]
      if (delayMs !== undefined) restarts++
      return delayMs
    },
    reset() {
      restarts = 0
    },
    get restarts() {
      return restarts
    },
  }
}
