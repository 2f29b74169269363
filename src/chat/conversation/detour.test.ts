import { describe, expect, it } from 'vitest'
import type { ChatMessage } from '../../protocol/chat.ts'
import {
  appendPage,
  applyEvent,
  type ConversationState,
  emptyConversation,
  leaveDetour,
  messageOf,
  prependPage,
  replaceWith,
  showAround,
  shownOrder,
} from './conversation-state.ts'

const message = (position: number): ChatMessage => ({
  id: `m${position}`,
  conversationId: 'c1',
  position,
  role: 'user',
  content: `text ${position}`,
  parts: [],
  status: 'sent',
  createdAt: position,
})
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index))
const ids = (from: number, to: number) => range(from, to).map(({ id }) => id)
const page = (from: number, to: number, last = 100) => ({
  messages: range(from, to),
  nextCursor: from > 1 ? String(from) : null,
  newerCursor: to < last ? String(to) : null,
})
const stateFrom = (from: number, to: number, before = emptyConversation('c1')): ConversationState =>
  replaceWith(before, {
    type: 'chat:state',
    conversationId: 'c1',
    messages: range(from, to),
    nextCursor: from > 1 ? String(from) : null,
    turn: null,
    seq: to,
  })
const synced = (state: ConversationState, position: number) =>
  applyEvent(state, { type: 'chat:sync', conversationId: 'c1', seq: position, message: message(position) })
    .state

describe('a detour to an older place', () => {
  const away = showAround(stateFrom(91, 100), page(31, 40))

  it('is shown instead of the newest messages, which are kept', () => {
    expect(shownOrder(away)).toEqual(ids(31, 40))
    expect(away.order).toEqual(ids(91, 100))
    expect(messageOf(away, 'm35')?.content).toBe('text 35')
    expect(away.view).toBe(1)
    expect(shownOrder(leaveDetour(away))).toEqual(ids(91, 100))
    expect(leaveDetour(away).messages.size).toBe(10)
  })

  it('goes on in both directions while new messages come elsewhere', () => {
    const grown = synced(appendPage(prependPage(away, page(21, 30)), page(41, 50)), 101)
    expect(shownOrder(grown)).toEqual(ids(21, 50))
    expect(grown.detour).toMatchObject({ olderCursor: '21', newerCursor: '50' })
    expect(grown.nextCursor).toBe('91')
    expect(grown.order.at(-1)).toBe('m101')
  })

  it('ends without a jump where it meets the newest messages', () => {
    const met = appendPage(away, page(41, 95))
    expect(met.detour).toBeNull()
    expect(met.order).toEqual(ids(31, 100))
    expect(met.nextCursor).toBe('31')
    expect(met.view).toBe(away.view)
  })

  it('gives way to another one, and is none for a place that joins on to what is there', () => {
    const other = showAround(away, page(61, 70))
    expect(shownOrder(other)).toEqual(ids(61, 70))
    expect(other.messages.size).toBe(20)
    const near = showAround(other, page(86, 95))
    expect(near.detour).toBeNull()
    expect(near.order).toEqual(ids(86, 100))
    expect(near.nextCursor).toBe('86')
  })

  it('stays when the device was away too long', () => {
    const back = stateFrom(150, 160, away)
    expect(shownOrder(back)).toEqual(ids(31, 40))
    expect(back.order).toEqual(ids(150, 160))
    expect(back.nextCursor).toBe('150')
  })
})

describe('a device that was away too long', () => {
  it('keeps the older messages that the new ones join on to', () => {
    const back = stateFrom(96, 105, prependPage(stateFrom(91, 100), page(81, 90)))
    expect(back.order).toEqual(ids(81, 105))
    expect(back.nextCursor).toBe('81')
    expect(back.view).toBe(0)
  })

  it('lets go of them when some are missing in between', () => {
    const back = stateFrom(151, 160, stateFrom(91, 100))
    expect(back.order).toEqual(ids(151, 160))
    expect(back.nextCursor).toBe('151')
    expect(back.view).toBe(1)
  })
})
