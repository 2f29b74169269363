import type { DatabaseSync } from 'node:sqlite'
import { Secret, TOTP } from 'otpauth'
import type { TotpAnswer } from '../../protocol/accounts.ts'
import type { Clock } from '../../system/clock.ts'
import { AppError } from '../../system/errors.ts'
import type { KnownDeviceRows } from '../store/known-devices.ts'
import type { Secrets } from '../store/secrets.ts'
import type { Settings } from '../store/settings.ts'
import { inTransaction } from '../store/transaction.ts'
import { createRecoveryCodes, hashRecoveryCode } from './recovery-codes.ts'

/** What authenticator apps take for granted (RFC 6238 with the values of its section 4 and 5.2). */
const totp = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const secretBytes = 20
/** How many steps the clocks may differ. */
const window = 1
const setupLifetimeMs = 15 * 60 * 1000
/** There are a million codes, and a stolen session could try them all in that time. */
const setupTries = 10
/**
 * Wrong codes in a row after which no more are looked at. Three codes are good at any time, so that so many guesses find one with a
 * chance of 3 in 100,000; who has the app mistypes less often.
 */
export const mostWrongCodes = 10
/** A secret is kept for a place; this one is asked for nowhere else. */
const here = 'bloby'

export type SecondStepWay = 'code' | 'recovery-code'
/** `codes-closed`: it was the last that is looked at from an unknown device; `code-refused`: it was not looked at. */
export type SecondStepFailure = 'wrong-code' | 'codes-closed' | 'code-refused'

export interface SecondStepDeps {
  db: DatabaseSync
  settings: Settings
  secrets: Pick<Secrets, 'get' | 'set'>
  devices: KnownDeviceRows
  clock: Pick<Clock, 'now'>
}

export type SecondStep = ReturnType<typeof createSecondStep>

/**
 * The second step of signing in: a code of the owner's authenticator app (RFC 6238), or a recovery code. The secret is kept apart from
 * the database, so that a stolen copy of that gives neither the password nor the codes; without the secret the recovery codes still work.
 */
export function createSecondStep({ db, settings, secrets, devices, clock }: SecondStepDeps) {
  /** Secrets that wait for their first code, by session. */
  const setups = new Map<string, { secret: string; expiresAt: number; triesLeft: number }>()

  const isOn = (): boolean => Boolean(settings.get('totp'))

  /** Of a known device, or of all others together. */
  function wrongCodes(device?: string): number {
    return device === undefined ? (settings.get('totp')?.wrongCodes ?? 0) : devices.wrongCodes(device)
  }

  function setWrongCodes(device: string | undefined, count: number): void {
    const state = settings.get('totp')
    if (device !== undefined) devices.setWrongCodes(device, count)
    else if (state) settings.set('totp', { ...state, wrongCodes: count })
  }

  const isClosed = (): boolean => wrongCodes() >= mostWrongCodes

  /** The step whose code this is, when it is later than `after`. */
  function stepOf(code: string, secret: string | undefined, after: number): number | undefined {
    if (secret === undefined) return undefined
    const timestamp = clock.now()
    const delta = TOTP.validate({
      ...totp,
      token: code,
      secret: Secret.fromBase32(secret),
      window,
      timestamp,
    })
    if (delta === null) return undefined
    const step = TOTP.counter({ ...totp, timestamp }) + delta
    return step > after ? step : undefined
  }

  function takeCode(code: string): boolean {
    const state = settings.get('totp')
    if (!state) return false
    const step = stepOf(code, secrets.get('totp', here), state.lastStep)
    if (step === undefined) return false
    settings.set('totp', { ...state, lastStep: step })
    return true
  }

  function takeRecoveryCode(code: string): boolean {
    const hash = hashRecoveryCode(code)
    return inTransaction(db, () => {
      const hashes = settings.get('recoveryCodes') ?? []
      if (!hashes.includes(hash)) return false
      settings.set(
        'recoveryCodes',
        hashes.filter((other) => other !== hash),
      )
      return true
    })
  }

  function renewRecoveryCodes(): string[] {
    const codes = createRecoveryCodes()
    settings.set('recoveryCodes', codes.map(hashRecoveryCode))
    return codes
  }

  return {
    isOn,

    view(): TotpAnswer {
      const state = settings.get('totp')
      return state
        ? {
            isOn: true,
            isClosed: isClosed(),
            since: state.since,
            recoveryCodesLeft: settings.get('recoveryCodes')?.length ?? 0,
          }
        : { isOn: false, isClosed: false, recoveryCodesLeft: 0 }
    },

    /**
     * A new secret (base32) for the authenticator app, and the same as an `otpauth:` address. Nothing is asked for until the session
     * that asked has confirmed it. @throws AppError `conflict` when one is in force
     */
    begin(sessionId: string, label: string): { secret: string; uri: string } {
      if (isOn()) throw new AppError('conflict', 'An authenticator app is set up already. Turn it off first.')
      const now = clock.now()
      for (const [id, { expiresAt }] of setups) if (expiresAt <= now) setups.delete(id)
      const secret = new Secret({ size: secretBytes })
      setups.set(sessionId, {
        secret: secret.base32,
        expiresAt: now + setupLifetimeMs,
        triesLeft: setupTries,
      })
      return { secret: secret.base32, uri: new TOTP({ ...totp, issuer: 'Bloby', label, secret }).toString() }
    },

    /**
     * Turns it on with a first code, and gives the recovery codes, which cannot be read again.
     * @throws AppError `conflict` when nothing waits for a code, `forbidden` for a wrong one
     */
    confirm(sessionId: string, code: string): string[] {
      const setup = setups.get(sessionId)
      if (isOn() || !setup || setup.expiresAt <= clock.now() || setup.triesLeft-- <= 0)
        throw new AppError('conflict', 'This setup is over. Begin it again.')
      const lastStep = stepOf(plainCode(code), setup.secret, 0)
      if (lastStep === undefined) throw codeFailure('wrong-code', 'forbidden')
      // The file first: a secret that nothing refers to is harmless, and a missing one would keep the owner out.
      secrets.set('totp', setup.secret, here)
      setups.delete(sessionId)
      return inTransaction(db, () => {
        settings.set('totp', { since: clock.now(), lastStep })
        return renewRecoveryCodes()
      })
    },

    /**
     * Takes a code, each one once. After ten wrong ones in a row none of the app is looked at any more: a known device has ten of its own
     * before those that all others share. Recovery codes are always taken, and not counted: nobody guesses 80 bits.
     */
    use(code: string, device?: string): SecondStepWay | SecondStepFailure {
      const plain = plainCode(code)
      return inTransaction(db, () => {
        const counted = device !== undefined && wrongCodes(device) < mostWrongCodes ? device : undefined
        const isOfApp = /^\d{6}$/.test(plain)
        if (isOfApp && wrongCodes(counted) >= mostWrongCodes) return 'code-refused'
        if (isOfApp ? takeCode(plain) : takeRecoveryCode(plain)) {
          setWrongCodes(device, 0)
          setWrongCodes(counted, 0)
          return isOfApp ? 'code' : 'recovery-code'
        }
        if (!isOfApp) return 'wrong-code'
        setWrongCodes(counted, wrongCodes(counted) + 1)
        return counted === undefined && isClosed() ? 'codes-closed' : 'wrong-code'
      })
    },

    /** Codes of the app are looked at again on all devices; false when nothing kept them from it. */
    open(): boolean {
      return inTransaction(db, () => {
        const wasClosed = isClosed()
        setWrongCodes(undefined, 0)
        devices.forgetWrongCodes()
        return wasClosed
      })
    },

    /** New recovery codes; the ones before are worth nothing any more. @throws AppError `conflict` when it is off */
    renewRecoveryCodes(): string[] {
      if (!isOn()) throw new AppError('conflict', 'There is no authenticator app to recover from.')
      return renewRecoveryCodes()
    },

    turnOff(): void {
      inTransaction(db, () => {
        settings.setAll({ totp: null, recoveryCodes: [] })
        devices.forgetWrongCodes()
      })
      secrets.set('totp', undefined, here)
    },
  }
}

/** Apps show `123 456`, and people type it so. */
function plainCode(code: string): string {
  return code.replaceAll(/[\s-]/g, '')
}

/** Why a code was not taken, for who has given the right password. */
export function codeFailure(result: SecondStepFailure, kind: 'unauthorized' | 'forbidden'): AppError {
  return result === 'wrong-code'
    ? new AppError(
        kind,
        'This code is not right. Codes change every 30 seconds and work once; wait for the next one.',
        { field: 'code' },
      )
    : new AppError(
        'forbidden',
        `Codes of the app are closed after ${mostWrongCodes} wrong ones. Use a recovery code, or change your password on a device that is signed in.`,
        { field: 'code' },
      )
}
