import { setTimeout as sleep } from 'node:timers/promises'
import { Secret, TOTP } from 'otpauth'

const stepMs = 30_000
/** What a busy machine may take from a code to its being checked. */
const leastMs = 5_000

/** What an authenticator app with this secret shows: now, or so many half minutes from now. */
export function codeOf(secret: string, steps = 0): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * stepMs })
}

/** The code of the half minute before, so that this one's is still to be used. It is good for some seconds more. */
export async function earlierCodeOf(secret: string): Promise<string> {
  const leftMs = stepMs - (Date.now() % stepMs)
  if (leftMs < leastMs) await sleep(leftMs)
  return codeOf(secret, -1)
}
