import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../system/clock.ts'

export const challengeLifetimeMs = 5 * 60 * 1000
const nonceBytes = 16
const timeBytes = 6

export type Challenges = ReturnType<typeof createChallenges>

/**
 * What an authenticator signs: random, good for five minutes, once, and only for what it was issued for. It carries its own proof, so
 * that anyone may ask for as many as they like and we keep only those that were used. None survives a restart.
 */
export function createChallenges({ clock }: { clock: Pick<Clock, 'now'> }) {
  const key = randomBytes(32)
  /** Until when a used one would still be good. */
  const used = new Map<string, number>()

  function sign(head: Uint8Array, purpose: string): Buffer {
    return createHmac('sha256', key).update(head).update(purpose).digest()
  }

  return {
    /** base64url. `purpose`: all that it is bound to. */
    issue(purpose: string): string {
      const head = Buffer.alloc(nonceBytes + timeBytes)
      randomBytes(nonceBytes).copy(head)
      head.writeUIntBE(clock.now() + challengeLifetimeMs, nonceBytes, timeBytes)
      return Buffer.concat([head, sign(head, purpose)]).toString('base64url')
    },

    /** Whether it was issued for this and is still good; it is not, after. */
    redeem(challenge: string, purpose: string): boolean {
      const now = clock.now()
      const bytes = Buffer.from(challenge, 'base64url')
      const head = bytes.subarray(0, nonceBytes + timeBytes)
      const proof = bytes.subarray(nonceBytes + timeBytes)
      const expected = sign(head, purpose)
      if (proof.length !== expected.length || !timingSafeEqual(proof, expected)) return false
      const expiresAt = head.readUIntBE(nonceBytes, timeBytes)
      // The bytes, and not the text: base64url can write the same bytes in more than one way.
      const name = proof.toString('hex')
      if (expiresAt <= now || used.has(name)) return false
      for (const [other, until] of used) if (until <= now) used.delete(other)
      used.set(name, expiresAt)
      return true
    },
  }
}
