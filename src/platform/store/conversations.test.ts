import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { createConversations } from './conversations.ts'
import { openDatabase } from './database.ts'
import { createMessages } from './messages.ts'
import { migrations } from './migrations.ts'
import { createTurns, type TurnStatus } from './turns.ts'

function open() {
  const db = openDatabase(':memory:', migrations)
  const clock = createFakeClock()
  const conversations = createConversations({ db, clock })
  const messages = createMessages({ db })
  const turns = createTurns({ db })
  return {
    clock,
    conversations,
    turns,
    titles: (query: string) => conversations.list({ query }).conversations.map(({ title }) => title),
    say(conversationId: string, content: string, status: 'sent' | 'withdrawn' = 'sent') {
      const position = conversations.nextSeq(conversationId)
      messages.insert({
        id: crypto.randomUUID(),
        conversationId,
        position,
        role: 'user',
        content,
        parts: [],
        status,
        createdAt: clock.now(),
      })
    },
    turn(conversationId: string, status: TurnStatus) {
      const id = crypto.randomUUID()
      turns.insert({
        id,
        conversationId,
        origin: 'owner',
        status,
        requestId: 'r',
        messageId: 'm',
        agent: 'demo',
        createdAt: clock.now(),
        usedFileTools: false,
      })
      return id
    },
  }
}

let store: ReturnType<typeof open>
beforeEach(() => {
  store = open()
})

describe('conversations', () => {
  it('are created with an id and a title of their own, or with given ones', () => {
    const { conversations, clock } = store
    const plain = conversations.create()
    expect(plain).toEqual({
      id: plain.id,
      title: 'New conversation',
      createdAt: clock.now(),
      updatedAt: clock.now(),
      isWorking: false,
      needsOwner: false,
      readTo: 0,
      unread: 0,
    })
    expect(conversations.create({ id: 'mine', title: 'Garden' }).id).toBe('mine')
    expect(conversations.find('mine')?.title).toBe('Garden')
    expect(() => conversations.create({ id: 'mine' })).toThrow('exists already')
  })

  it('are gone for good once removed: the id cannot be created again', () => {
    const { conversations } = store
    conversations.create({ id: 'a' })
    conversations.remove('a')
    expect(conversations.find('a')).toBeUndefined()
    expect(conversations.list().conversations).toEqual([])
    const gone = 'This conversation does not exist, or was deleted.'
    expect(() => conversations.require('a')).toThrow(gone)
    expect(() => conversations.create({ id: 'a' })).toThrow(gone)
    expect(() => conversations.remove('a')).toThrow(gone)
    expect(() => conversations.rename('a', 'back?')).toThrow(gone)
  })

  it('are listed by their last change, page by page, each exactly once', () => {
    const { conversations, clock } = store
    for (const id of ['a', 'b', 'c', 'd', 'e']) conversations.create({ id, title: id })
    clock.advance(1000)
    conversations.touch('b')
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = conversations.list({ limit: 2, ...(cursor !== null && { cursor }) })
      seen.push(...page.conversations.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(['b', 'e', 'd', 'c', 'a'])
    expect(() => conversations.list({ cursor: "1.'; DROP TABLE" })).toThrow('cursor')
  })

  it('are found by words of their title and of what was said in them, however it is written', () => {
    const { conversations, titles, say } = store
    conversations.create({ id: 'a', title: 'Ärger mit dem Garten' })
    conversations.create({ id: 'b', title: 'Shopping' })
    say('b', 'Buy tomatoes, basil and two lemons')
    say('b', 'a secret that was taken back', 'withdrawn')
    expect(titles('arger')).toEqual(['Ärger mit dem Garten'])
    expect(titles('gart')).toEqual(['Ärger mit dem Garten'])
    expect(titles('BASIL tom')).toEqual(['Shopping'])
    expect(titles('basil parsley')).toEqual([])
    expect(titles('secret')).toEqual([])
    conversations.rename('a', 'Balcony')
    expect(titles('garten')).toEqual([])
    expect(titles('balcony')).toEqual(['Balcony'])
    expect(titles('  ')).toHaveLength(2)
  })

  it.each([
    '"',
    '""',
    '*',
    "'",
    'a"b',
    '(',
    ') OR (',
    'NEAR(',
    'title:',
    'AND',
    '-x',
    '^',
    '\0',
    'a\0b',
    '{',
    '"; DROP',
  ])('take %j as something to search for, never as query syntax', (query) => {
    store.conversations.create({ title: 'Plain' })
    expect(() => store.titles(query)).not.toThrow()
  })

  it('are working while a turn waits or runs, and need the owner while one that runs does', () => {
    const { conversations, turns, turn } = store
    conversations.create({ id: 'a' })
    const id = turn('a', 'queued')
    expect(conversations.require('a')).toMatchObject({ isWorking: true, needsOwner: false })
    turns.update(id, { status: 'running' })
    turns.setNeedsOwner(id, true)
    expect(conversations.list().conversations[0]).toMatchObject({ isWorking: true, needsOwner: true })
    turns.update(id, { status: 'interrupted' })
    expect(conversations.require('a')).toMatchObject({ isWorking: false, needsOwner: false })
  })

  it('number their events without a gap, each conversation for itself', () => {
    const { conversations } = store
    conversations.create({ id: 'a' })
    conversations.create({ id: 'b' })
    expect(conversations.lastSeq('a')).toBe(0)
    expect([1, 2, 3].map(() => conversations.nextSeq('a'))).toEqual([1, 2, 3])
    expect(conversations.nextSeq('b')).toBe(1)
    expect(conversations.lastSeq('a')).toBe(3)
    expect(conversations.floorSeq('a')).toBe(0)
    conversations.setFloorSeq('a', 2)
    expect(conversations.floorSeq('a')).toBe(2)
    expect(() => conversations.nextSeq('nowhere')).toThrow('does not exist')
  })
})
