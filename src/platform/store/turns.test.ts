import { beforeEach, describe, expect, it } from 'vitest'
import type { ConversationEvent } from '../../protocol/chat.ts'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { createConversations } from './conversations.ts'
import { openDatabase } from './database.ts'
import { migrations } from './migrations.ts'
import { createTurnEvents } from './turn-events.ts'
import { createTurns, type Turn } from './turns.ts'

function open() {
  const db = openDatabase(':memory:', migrations)
  const clock = createFakeClock()
  const conversations = createConversations({ db, clock })
  conversations.create({ id: 'a' })
  conversations.create({ id: 'b' })
  return { turns: createTurns({ db }), events: createTurnEvents({ db, clock }) }
}

function turn(id: string, more: Partial<Turn> = {}): Turn {
  return {
    id,
    conversationId: 'a',
    origin: 'owner',
    status: 'queued',
    requestId: `${id}-request`,
    messageId: `${id}-answer`,
    agent: 'demo',
    createdAt: 1000,
    usedFileTools: false,
    ...more,
  }
}

function token(seq: number, text: string, conversationId = 'a'): ConversationEvent {
  return { type: 'bot:token', conversationId, seq, turnId: 't', messageId: 'm', text }
}

let store: ReturnType<typeof open>
beforeEach(() => {
  store = open()
})

describe('turns', () => {
  it('come back as they were put in and change in the given fields only', () => {
    const { turns } = store
    turns.insert(turn('t1', { continues: 't0' }))
    expect(turns.find('t1')).toEqual(turn('t1', { continues: 't0' }))
    const end = {
      status: 'failed' as const,
      startedAt: 1,
      endedAt: 2,
      usage: { inputTokens: 1, outputTokens: 2, durationMs: 3 },
      error: { level: 'error' as const, code: 'overloaded', text: 'Too busy.' },
      usedFileTools: true,
    }
    expect(turns.update('t1', end)).toEqual(turn('t1', { continues: 't0', ...end }))
    expect(turns.update('t1', {})).toEqual(turn('t1', { continues: 't0', ...end }))
    expect(turns.find('t2')).toBeUndefined()
    expect(() => turns.update('t2', {})).toThrow('does not exist')
  })

  it('wait in the order in which they were asked for', () => {
    const { turns } = store
    for (const id of ['z', 'y', 'x']) turns.insert(turn(id))
    turns.insert(turn('elsewhere', { conversationId: 'b' }))
    turns.update('z', { status: 'withdrawn' })
    expect(turns.queued('a').map(({ id }) => id)).toEqual(['y', 'x'])
    expect(turns.nextQueued('a')?.id).toBe('y')
    turns.update('y', { status: 'running' })
    expect(turns.running().map(({ id }) => id)).toEqual(['y'])
  })

  it('run one at a time in a conversation', () => {
    const { turns } = store
    turns.insert(turn('one', { status: 'running' }))
    turns.insert(turn('two'))
    expect(() => turns.update('two', { status: 'running' })).toThrow('UNIQUE')
    turns.insert(turn('elsewhere', { conversationId: 'b', status: 'running' }))
    turns.update('one', { status: 'done' })
    expect(turns.update('two', { status: 'running' }).status).toBe('running')
  })

  it('count as a change when they are done and used file tools', () => {
    const { turns } = store
    turns.insert(turn('one', { status: 'done', usedFileTools: true }))
    turns.insert(turn('two', { status: 'done' }))
    turns.insert(turn('three', { status: 'failed', usedFileTools: true }))
    expect(turns.countChanges()).toBe(1)
  })

  it('add up what those of some origins cost since a time', () => {
    const { turns } = store
    const ended = (id: string, origin: Turn['origin'], endedAt: number, costUsd?: number) =>
      turns.insert(
        turn(id, {
          origin,
          status: 'done',
          endedAt,
          usage: {
            inputTokens: 1,
            outputTokens: 1,
            durationMs: 1,
            ...(costUsd !== undefined && { costUsd }),
          },
        }),
      )
    expect(turns.costSince(0, ['pulse', 'cron'])).toBe(0)
    ended('yesterday', 'pulse', 999, 8)
    ended('one', 'pulse', 1000, 0.25)
    ended('two', 'cron', 2000, 0.5)
    ended('mine', 'owner', 2000, 4)
    ended('free', 'cron', 2000)
    turns.insert(turn('waiting', { origin: 'cron' }))
    expect(turns.costSince(1000, ['pulse', 'cron'])).toBe(0.75)
    expect(turns.costSince(1000, ['owner'])).toBe(4)
    expect(turns.costSince(1000, [])).toBe(0)
  })
})

describe('turn events', () => {
  it('come back in order after a number, or by turn', () => {
    const { events } = store
    const said = [token(2, 'b'), token(3, 'c'), token(1, 'a')]
    events.append(said)
    events.append([token(1, 'other', 'b')])
    expect(events.after('a', 1)).toEqual([token(2, 'b'), token(3, 'c')])
    expect(events.after('a', 3)).toEqual([])
    expect(events.ofTurn('t')).toHaveLength(4)
    events.pruneBefore('a', 3)
    expect(events.after('a', 0)).toEqual([token(3, 'c')])
  })

  it('are kept all or none, and a number is never taken twice', () => {
    const { events } = store
    events.append([token(1, 'a')])
    expect(() => events.append([token(2, 'b'), token(1, 'again')])).toThrow('UNIQUE')
    expect(events.after('a', 0)).toEqual([token(1, 'a')])
  })
})
