import { randomBytes } from 'node:crypto'
import type { Clock } from '../../system/clock.ts'

export const ticketLifetimeMs = 30_000

export type Tickets = ReturnType<typeof createTickets>

/** How the app's frame gets a session: a ticket of 256 random bits, good once and for 30 s. None survives a restart. */
export function createTickets({ clock }: { clock: Pick<Clock, 'now'> }) {
  const open = new Map<string, { sessionId: string; expiresAt: number }>()

  return {
    issue(sessionId: string): string {
      const now = clock.now()
      for (const [ticket, { expiresAt }] of open) if (expiresAt <= now) open.delete(ticket)
      const ticket = randomBytes(32).toString('base64url')
      open.set(ticket, { sessionId, expiresAt: now + ticketLifetimeMs })
      return ticket
    },

    /** The device session that the ticket was issued to, once; undefined when it is unknown, used or too old. */
    redeem(ticket: string): string | undefined {
      const found = open.get(ticket)
      open.delete(ticket)
      return found && clock.now() < found.expiresAt ? found.sessionId : undefined
    },
  }
}
