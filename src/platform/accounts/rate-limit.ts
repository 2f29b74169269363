import type { Clock } from '../../system/clock.ts'
import { AppError } from '../../system/errors.ts'

const failuresOfOneAddress = 5
const failuresInAll = 20
const longestWaitMs = 15 * 60 * 1000
/** Failures are forgotten after this long without another one. */
const memoryMs = 60 * 60 * 1000
const rememberedAddresses = 1000

interface Failures {
  count: number
  lastAt: number
}

export type RateLimit = ReturnType<typeof createRateLimit>

/**
 * Slows down guessing: after five failures from one address, or twenty in all, every further failure doubles the wait
 * before the next try, from 1 s to 15 min.
 */
export function createRateLimit({ clock }: { clock: Pick<Clock, 'now'> }) {
  // In the order of the last failure, the oldest first.
  const byAddress = new Map<string, Failures>()
  let all: Failures = { count: 0, lastAt: 0 }

  function remembered(failures: Failures | undefined, now: number): Failures {
    return failures && now - failures.lastAt < memoryMs ? failures : { count: 0, lastAt: 0 }
  }

  /** @throws AppError `rate-limited` with the seconds to wait */
  function demandPatience(own: Failures, now: number): void {
    const waitMs = Math.max(
      own.lastAt + waitAfter(own.count, failuresOfOneAddress) - now,
      all.lastAt + waitAfter(all.count, failuresInAll) - now,
    )
    if (waitMs <= 0) return
    const retryAfterSeconds = Math.ceil(waitMs / 1000)
    throw new AppError(
      'rate-limited',
      `Too many tries. Wait ${inWords(retryAfterSeconds)}, then try again.`,
      {
        retryAfterSeconds,
      },
    )
  }

  function count(address: string, failures: Failures): void {
    byAddress.delete(address)
    byAddress.set(address, failures)
  }

  return {
    /**
     * Asks for one try and counts it as failed until `succeed` says otherwise, so that many tries at the same moment
     * count too. @throws AppError `rate-limited` with the seconds to wait; such a try is not counted.
     */
    attempt(address: string): void {
      const now = clock.now()
      const own = remembered(byAddress.get(address), now)
      all = remembered(all, now)
      demandPatience(own, now)
      count(address, { count: own.count + 1, lastAt: now })
      all = { count: all.count + 1, lastAt: now }
      const [oldest] = byAddress.keys()
      if (byAddress.size > rememberedAddresses && oldest !== undefined) byAddress.delete(oldest)
    },

    /** The try was right as far as it went: it does not count, and the failures before it are not forgotten. */
    takeBack(address: string): void {
      const own = remembered(byAddress.get(address), clock.now())
      if (own.count > 0) count(address, { ...own, count: own.count - 1 })
      all = { ...all, count: Math.max(0, all.count - 1) }
    },

    /** The try was right: the failures of this address are forgotten. */
    succeed(address: string): void {
      const own = remembered(byAddress.get(address), clock.now())
      byAddress.delete(address)
      all = { ...all, count: Math.max(0, all.count - own.count) }
    },
  }
}

function waitAfter(count: number, free: number): number {
  return count < free ? 0 : Math.min(1000 * 2 ** (count - free), longestWaitMs)
}

function inWords(seconds: number): string {
  if (seconds >= 120) return `${Math.ceil(seconds / 60)} minutes`
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}
