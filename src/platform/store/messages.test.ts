import { beforeEach, describe, expect, it } from 'vitest'
import type { ChatMessage } from '../../protocol/chat.ts'
import { createFakeClock } from '../../system/fake-clock.test-kit.ts'
import { createConversations } from './conversations.ts'
import { openDatabase } from './database.ts'
import { createMessages } from './messages.ts'
import { migrations } from './migrations.ts'

function open() {
  const db = openDatabase(':memory:', migrations)
  const conversations = createConversations({ db, clock: createFakeClock() })
  conversations.create({ id: 'a' })
  return { conversations, messages: createMessages({ db }) }
}

function message(position: number, more: Partial<ChatMessage> = {}): ChatMessage {
  return {
    id: `m${position}`,
    conversationId: 'a',
    position,
    role: 'user',
    content: `message ${position}`,
    parts: [],
    status: 'sent',
    createdAt: 1000 + position,
    ...more,
  }
}

let store: ReturnType<typeof open>
beforeEach(() => {
  store = open()
})

describe('messages', () => {
  it('come back as they were put in', () => {
    const answer = message(1, {
      role: 'assistant',
      parts: [{ type: 'text', text: 'Hello' }],
      turnId: 't',
      usage: { inputTokens: 1, outputTokens: 2, durationMs: 3 },
    })
    store.messages.insert(answer)
    expect(store.messages.find('m1')).toEqual(answer)
    expect(store.messages.find('m2')).toBeUndefined()
  })

  it('change in the given fields only', () => {
    const { messages } = store
    messages.insert(message(1, { role: 'assistant', content: '', status: 'streaming' }))
    const parts = [{ type: 'text' as const, text: 'Done.' }]
    const expected = message(1, { role: 'assistant', content: 'Done.', parts, status: 'done', turnId: 't' })
    expect(messages.update('m1', { content: 'Done.', parts, status: 'done', turnId: 't' })).toEqual(expected)
    expect(messages.update('m1', {})).toEqual(expected)
    expect(() => messages.update('nowhere', { status: 'done' })).toThrow('does not exist')
  })

  it('are refused a second time with the same id or place', () => {
    store.messages.insert(message(1))
    expect(() => store.messages.insert(message(1, { position: 2 }))).toThrow('UNIQUE')
    expect(() => store.messages.insert(message(1, { id: 'other' }))).toThrow('UNIQUE')
  })

  it('come in pages from the newest to the oldest, without withdrawn ones', () => {
    const { messages } = store
    for (let position = 1; position <= 7; position++)
      messages.insert(message(position, position === 4 ? { status: 'withdrawn' } : {}))
    const newest = messages.page({ conversationId: 'a', limit: 4 })
    expect(newest.messages.map(({ position }) => position)).toEqual([3, 5, 6, 7])
    expect(newest.nextCursor).toBe('3')
    const oldest = messages.page({ conversationId: 'a', limit: 4, before: '3' })
    expect(oldest.messages.map(({ position }) => position)).toEqual([1, 2])
    expect(oldest.nextCursor).toBeNull()
    expect(() => messages.page({ conversationId: 'a', before: 'x' })).toThrow('before')
  })

  it('come in pages around one of them, and on from there in both directions', () => {
    const { messages } = store
    for (let position = 1; position <= 9; position++)
      messages.insert(message(position, position === 6 ? { status: 'withdrawn' } : {}))
    const positions = (page: { messages: { position: number }[] }) =>
      page.messages.map((each) => each.position)
    const middle = messages.pageAround({ conversationId: 'a', around: 'm5', limit: 4 })
    expect(positions(middle)).toEqual([3, 4, 5, 7])
    expect(middle).toMatchObject({ nextCursor: '3', newerCursor: '7' })
    const newer = messages.pageAfter({ conversationId: 'a', after: '7', limit: 4 })
    expect(positions(newer)).toEqual([8, 9])
    expect(newer.newerCursor).toBeNull()
    expect(positions(messages.page({ conversationId: 'a', before: '3' }))).toEqual([1, 2])
    const first = messages.pageAround({ conversationId: 'a', around: 'm1' })
    expect(first).toMatchObject({ nextCursor: null, newerCursor: null })
    expect(() => messages.pageAround({ conversationId: 'a', around: 'other' })).toThrow('does not exist')
    expect(() => messages.pageAfter({ conversationId: 'a', after: 'x' })).toThrow('after')
  })

  it('are found by their words, as they are now, unless withdrawn or their conversation was removed', () => {
    const { conversations, messages } = store
    messages.insert(message(1, { content: 'The quick brown fox\n\njumps over the lazy dog' }))
    messages.insert(message(2, { content: 'a fox that was taken back', status: 'withdrawn' }))
    expect(messages.search({ query: 'fox ju' })).toEqual([
      {
        messageId: 'm1',
        conversationId: 'a',
        position: 1,
        role: expect.any(String),
        createdAt: expect.any(Number),
        snippet: 'The quick brown fox jumps over the lazy dog',
        marks: [
          [16, 19],
          [20, 25],
        ],
      },
    ])
    messages.update('m1', { content: 'A slow bear' })
    expect(messages.search({ query: 'fox' })).toEqual([])
    expect(messages.search({ query: 'bear' })).toHaveLength(1)
    expect(messages.search({ query: '"(' })).toEqual([])
    expect(messages.search({ query: ' ' })).toEqual([])
    conversations.remove('a')
    expect(messages.search({ query: 'bear' })).toEqual([])
  })
})
