import { createOwner, type Owner } from '../platform/accounts/owner.ts'
import { createRateLimit } from '../platform/accounts/rate-limit.ts'
import { createSessions, type Sessions } from '../platform/accounts/sessions.ts'
import { createSetupCode } from '../platform/accounts/setup-code.ts'
import { createTickets, type Tickets } from '../platform/accounts/tickets.ts'
import type { Stores } from './stores.ts'

export interface Accounts {
  sessions: Sessions
  tickets: Tickets
  owner: Owner
}

/** Who gets in. @param setupCodePath the file that keeps the code of an installation without an owner */
export function createAccounts({ db, clock, settings }: Stores, setupCodePath: string): Accounts {
  const sessions = createSessions({ db, clock })
  sessions.removeExpired()
  return {
    sessions,
    tickets: createTickets({ clock }),
    owner: createOwner({
      db,
      settings,
      setupCode: createSetupCode({ path: setupCodePath }),
      rateLimit: createRateLimit({ clock }),
      recheckLimit: createRateLimit({ clock }),
    }),
  }
}
