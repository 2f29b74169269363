import type { Clock } from '../../system/clock.ts'
import type { Visitor } from './known-devices.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'

/** The tries of one who guesses; the words are those of the rate limit. */
export interface Tries {
  attempt(): void
  takeBack(): void
  succeed(): void
}

export type SignInLimit = (visitor: Visitor) => Tries

/** Slows down guessing, of devices that are known apart from all others: strangers must not keep the owner's waiting. */
export function createSignInLimit({ clock }: { clock: Pick<Clock, 'now'> }): SignInLimit {
  const strangers = createRateLimit({ clock })
  const known = createRateLimit({ clock })
  return ({ address, knownDevice }) =>
    knownDevice === undefined ? triesOf(strangers, address) : triesOf(known, knownDevice)
}

export function triesOf(limit: RateLimit, who: string): Tries {
  return {
    attempt: () => limit.attempt(who),
    takeBack: () => limit.takeBack(who),
    succeed: () => limit.succeed(who),
  }
}
