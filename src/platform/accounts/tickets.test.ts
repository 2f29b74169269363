import { describe, expect, it } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { createTickets, ticketLifetimeMs } from './tickets.ts'

describe('tickets', () => {
  it('are good once', () => {
    const tickets = createTickets({ clock: createFakeClock() })
    const ticket = tickets.issue('session')
    expect(Buffer.from(ticket, 'base64url')).toHaveLength(32)
    expect(tickets.redeem('something else')).toBeUndefined()
    expect(tickets.redeem(ticket)).toBe('session')
    expect(tickets.redeem(ticket)).toBeUndefined()
  })

  it('are good for 30 seconds', () => {
    const clock = createFakeClock()
    const tickets = createTickets({ clock })
    const first = tickets.issue('session')
    const second = tickets.issue('session')
    clock.advance(ticketLifetimeMs - 1)
    expect(tickets.redeem(first)).toBe('session')
    clock.advance(1)
    expect(tickets.redeem(second)).toBeUndefined()
  })
})
