import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../system/errors.ts'
import type { Settings } from '../store/settings.ts'
import { inTransaction } from '../store/transaction.ts'
import type { Visitor } from './known-devices.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import type { RateLimit } from './rate-limit.ts'
import type { SecondStep, SecondStepFailure, SecondStepWay } from './second-step.ts'
import type { SetupCode } from './setup-code.ts'
import { type SignInLimit, type Tries, triesOf } from './sign-in-limit.ts'

export interface OwnerDeps {
  db: DatabaseSync
  settings: Settings
  setupCode: SetupCode
  signInLimit: SignInLimit
  /** For who is signed in, by session: a stranger's guesses must not keep the owner from their own settings. */
  recheckLimit: RateLimit
  secondStep: SecondStep
}

/** How a sign-in came out. `code-needed`: the password is right, and the second step is to come. */
export type SignInResult = 'wrong-password' | 'code-needed' | 'password' | SecondStepFailure | SecondStepWay

export type Owner = ReturnType<typeof createOwner>

/** The one owner of the installation and the password. Every guess at a code or a password is rate-limited by where it comes from. */
export function createOwner({ db, settings, setupCode, signInLimit, recheckLimit, secondStep }: OwnerDeps) {
  const isClaimed = (): boolean => settings.get('passwordHash') !== undefined

  function refuseIfClaimed(): void {
    if (isClaimed()) throw new AppError('conflict', 'This Bloby already has an owner. Sign in instead.')
  }

  /** Only what is right to its end forgets the failures before it: whoever has the password must not try codes for ever. */
  async function check(
    { password, code }: { password: string; code?: string | undefined },
    tries: Tries,
    knownDevice?: string,
  ): Promise<SignInResult> {
    tries.attempt()
    if (!(await verifyPassword(password, settings.get('passwordHash')))) return 'wrong-password'
    if (!secondStep.isOn()) {
      tries.succeed()
      return 'password'
    }
    if (code === undefined) {
      tries.takeBack()
      return 'code-needed'
    }
    const result = secondStep.use(code, knownDevice)
    if (result === 'code' || result === 'recovery-code') tries.succeed()
    return result
  }

  return {
    isClaimed,

    /** The setup code while nobody owns the installation, made when there is none; undefined when it is claimed. */
    openSetupCode(): string | undefined {
      if (!isClaimed()) return setupCode.ensure()
      // Left behind when the program was killed right after a claim.
      setupCode.discard()
      return undefined
    },

    /**
     * Makes whoever has the setup code the owner; of two at once, one. `finish` runs in the same change of the database.
     * @throws AppError `conflict` when there is an owner, `unauthorized` for a wrong code, `rate-limited`
     */
    async claim<T>(
      claim: { code: string; password: string; name: string | undefined; address: string },
      finish: () => T,
    ): Promise<T> {
      refuseIfClaimed()
      const tries = signInLimit({ address: claim.address })
      tries.attempt()
      if (!setupCode.matches(claim.code))
        throw new AppError(
          'unauthorized',
          'This setup code is not right. Open the newest link that Bloby printed when it started.',
          { field: 'code' },
        )
      const passwordHash = await hashPassword(claim.password)
      const result = inTransaction(db, () => {
        refuseIfClaimed()
        settings.set('passwordHash', passwordHash)
        if (claim.name) settings.set('ownerName', claim.name)
        return finish()
      })
      tries.succeed()
      setupCode.discard()
      return result
    },

    /** Whether this is the owner. @throws AppError `rate-limited`, before anything is computed */
    checkSignIn: (given: { password: string; code?: string | undefined }, visitor: Visitor) =>
      check(given, signInLimit(visitor), visitor.knownDevice),

    /** The password, asked again of who is signed in. @throws AppError `rate-limited` */
    async recheckPassword(password: string, sessionId: string): Promise<boolean> {
      const result = await check({ password }, triesOf(recheckLimit, sessionId))
      return result === 'password' || result === 'code-needed'
    },

    /** The same with the second step. @throws AppError `rate-limited` */
    recheckSignIn: (
      given: { password: string; code: string },
      sessionId: string,
      { knownDevice }: Pick<Visitor, 'knownDevice'>,
    ) => check(given, triesOf(recheckLimit, sessionId), knownDevice),

    async setPassword(password: string): Promise<void> {
      settings.set('passwordHash', await hashPassword(password))
    },
  }
}
