import { Secret, TOTP } from 'otpauth'

/** What an authenticator app with this secret shows: now, or so many half minutes from now. */
export function codeOf(secret: string, steps = 0): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: Date.now() + steps * 30_000 })
}
