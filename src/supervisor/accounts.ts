import { createChallenges } from '../platform/accounts/challenges.ts'
import { createKnownDevices, type KnownDevices } from '../platform/accounts/known-devices.ts'
import { createOwner, type Owner } from '../platform/accounts/owner.ts'
import { createPasskeys, type Passkeys } from '../platform/accounts/passkeys.ts'
import { createRateLimit } from '../platform/accounts/rate-limit.ts'
import { createSecondStep, type SecondStep } from '../platform/accounts/second-step.ts'
import { createSessions, type Sessions } from '../platform/accounts/sessions.ts'
import { createSetupCode } from '../platform/accounts/setup-code.ts'
import { createSignInLimit, type SignInLimit } from '../platform/accounts/sign-in-limit.ts'
import { createTickets, type Tickets } from '../platform/accounts/tickets.ts'
import { createKnownDeviceRows } from '../platform/store/known-devices.ts'
import { createPasskeyRows } from '../platform/store/passkeys.ts'
import type { Secrets } from '../platform/store/secrets.ts'
import type { Stores } from './stores.ts'

export interface Accounts {
  sessions: Sessions
  tickets: Tickets
  owner: Owner
  secondStep: SecondStep
  passkeys: Passkeys
  passkeyLimit: SignInLimit
  knownDevices: KnownDevices
}

/** Who gets in. @param setupCodePath the file that keeps the code of an installation without an owner */
export function createAccounts(
  { db, clock, settings, secrets }: Stores & { secrets: Secrets },
  setupCodePath: string,
): Accounts {
  const sessions = createSessions({ db, clock })
  sessions.removeExpired()
  const devices = createKnownDeviceRows({ db, clock })
  const secondStep = createSecondStep({ db, clock, settings, secrets, devices })
  return {
    sessions,
    tickets: createTickets({ clock }),
    owner: createOwner({
      db,
      settings,
      setupCode: createSetupCode({ path: setupCodePath }),
      signInLimit: createSignInLimit({ clock }),
      recheckLimit: createRateLimit({ clock }),
      secondStep,
    }),
    secondStep,
    passkeys: createPasskeys({
      rows: createPasskeyRows({ db, clock }),
      challenges: createChallenges({ clock }),
      settings,
    }),
    passkeyLimit: createSignInLimit({ clock }),
    knownDevices: createKnownDevices({ rows: devices }),
  }
}
