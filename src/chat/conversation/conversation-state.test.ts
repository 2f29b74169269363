import { describe, expect, it } from 'vitest'
import type { ChatMessage, ConversationEvent } from '../../protocol/chat.ts'
import {
  applyEvent,
  type ConversationState,
  emptyConversation,
  messageOf,
  prependPage,
  replaceWith,
} from './conversation-state.ts'
import { createConversationStore } from './conversation-store.ts'
import { unsentOf } from './unsent.ts'

const ownerMessage = (id: string, position: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  id,
  conversationId: 'c1',
  position,
  role: 'user',
  content: `text of ${id}`,
  parts: [],
  status: 'sent',
  createdAt: 1000 + position,
  ...more,
})
const of = { conversationId: 'c1', turnId: 't1', messageId: 'a1' }

function applied(events: ConversationEvent[], start = emptyConversation('c1')): ConversationState {
  return events.reduce((state, event) => applyEvent(state, event).state, start)
}

const begun: ConversationEvent[] = [
  { type: 'chat:sync', conversationId: 'c1', seq: 1, message: ownerMessage('u1', 1) },
  { type: 'bot:typing', ...of, seq: 2, at: 5000 },
  { type: 'bot:token', ...of, seq: 3, text: 'Hel' },
  { type: 'bot:token', ...of, seq: 4, text: 'lo' },
]

describe('applyEvent', () => {
  it('builds an answer from its tokens', () => {
    const state = applied(begun)
    expect(state.order).toEqual(['u1', 'a1'])
    expect(state.streaming).toMatchObject({ status: 'streaming', parts: [{ type: 'text', text: 'Hello' }] })
    expect(state.turn).toEqual({ id: 't1', messageId: 'a1', startedAt: 5000 })
    expect(state.seq).toBe(4)
  })

  it('leaves all but the streaming message untouched when a token comes', () => {
    const state = applied(begun)
    const next = applyEvent(state, { type: 'bot:token', ...of, seq: 5, text: '!' }).state
    expect(next.messages).toBe(state.messages)
    expect(next.order).toBe(state.order)
  })

  it('applies an event once', () => {
    const state = applied(begun)
    const again = applyEvent(state, { type: 'bot:token', ...of, seq: 4, text: 'lo' })
    expect(again).toEqual({ state, outcome: 'old' })
  })

  it('does not apply an event when others before it are missing', () => {
    const state = applied(begun)
    expect(applyEvent(state, { type: 'bot:token', ...of, seq: 6, text: '!' })).toEqual({
      state,
      outcome: 'gap',
    })
  })

  it('replaces what was streamed with the whole answer and ends the turn', () => {
    const whole: ChatMessage = {
      ...ownerMessage('a1', 2, { role: 'assistant', content: 'Hello.', status: 'done', turnId: 't1' }),
      parts: [{ type: 'text', text: 'Hello.' }],
    }
    const usage = { inputTokens: 1, outputTokens: 2, durationMs: 3 }
    const state = applied(
      [
        { type: 'bot:response', conversationId: 'c1', seq: 5, message: whole },
        { type: 'bot:done', ...of, seq: 6, status: 'done', usedFileTools: false, usage },
      ],
      applied(begun),
    )
    expect(state.turn).toBeNull()
    expect(state.streaming).toBeNull()
    expect(messageOf(state, 'a1')).toEqual({ ...whole, usage })
  })

  it('keeps what was said when a turn ends without a whole answer', () => {
    const done: ConversationEvent = {
      type: 'bot:done',
      ...of,
      seq: 5,
      status: 'interrupted',
      usedFileTools: false,
    }
    const state = applied([done], applied(begun))
    expect(messageOf(state, 'a1')).toMatchObject({
      status: 'interrupted',
      parts: [{ type: 'text', text: 'Hello' }],
    })
  })

  it('replaces a tool call by its id and keeps errors as notices with their action', () => {
    const tool = { id: 'x', name: 'Edit', kind: 'edit', title: 'a.ts', locations: [] } as const
    const state = applied(
      [
        { type: 'bot:tool', ...of, seq: 5, ...tool, locations: [], status: 'running' },
        { type: 'bot:tool', ...of, seq: 6, ...tool, locations: [], status: 'done' },
        {
          type: 'bot:error',
          ...of,
          seq: 7,
          level: 'error',
          code: 'overloaded',
          message: 'Too busy.',
          action: 'retry',
        },
      ],
      applied(begun),
    )
    expect(state.streaming?.parts.slice(1)).toEqual([
      { type: 'tool', tool: { ...tool, status: 'done' } },
      { type: 'notice', notice: { level: 'error', code: 'overloaded', text: 'Too busy.', action: 'retry' } },
    ])
  })

  it('says what the engine is busy with', () => {
    const state = applied(
      [{ type: 'bot:status', ...of, seq: 5, status: 'retrying', text: 'in 5 s' }],
      applied(begun),
    )
    expect(state.turn?.status).toEqual({ kind: 'retrying', text: 'in 5 s' })
  })

  it('has what is queued while no turn runs where it will be answered, not among what waits', () => {
    const first = ownerMessage('u1', 1, { status: 'queued' })
    const second = ownerMessage('u2', 2, { status: 'queued' })
    const state = applied([
      { type: 'chat:sync', conversationId: 'c1', seq: 1, message: first },
      { type: 'chat:sync', conversationId: 'c1', seq: 2, message: second },
    ])
    expect(state).toMatchObject({ order: ['u1'], queue: ['u2'] })
  })

  it('changes a queued message in place when it is taken into a turn', () => {
    const queued = ownerMessage('u2', 5, { status: 'queued' })
    const state = applied(
      [{ type: 'chat:sync', conversationId: 'c1', seq: 5, message: queued }],
      applied(begun),
    )
    expect(state).toMatchObject({ order: ['u1', 'a1'], queue: ['u2'] })
    const sent = { ...queued, status: 'sent' as const }
    const next = applied([{ type: 'chat:sync', conversationId: 'c1', seq: 6, message: sent }], state)
    expect(messageOf(next, 'u2')?.status).toBe('sent')
    expect(next).toMatchObject({ order: ['u1', 'a1', 'u2'], queue: [] })
    const withdrawn = { ...queued, status: 'withdrawn' as const }
    const without = applied([{ type: 'chat:sync', conversationId: 'c1', seq: 6, message: withdrawn }], state)
    expect(without).toMatchObject({ order: ['u1', 'a1'], queue: [] })
  })
})

describe('replaceWith', () => {
  it('starts over with the newest messages and the running turn, before what is queued', () => {
    const state = replaceWith(applied(begun), {
      type: 'chat:state',
      conversationId: 'c1',
      messages: [ownerMessage('u8', 80), ownerMessage('u9', 95, { status: 'queued' })],
      nextCursor: 'u8',
      turn: { id: 't9', messageId: 'a9', startedAt: 9000, parts: [{ type: 'text', text: 'So far' }] },
      seq: 99,
    })
    expect(state).toMatchObject({ order: ['u8', 'a9'], queue: ['u9'] })
    expect(state).toMatchObject({ seq: 99, nextCursor: 'u8', isLoaded: true, turn: { id: 't9' } })
    expect(messageOf(state, 'a9')?.parts).toEqual([{ type: 'text', text: 'So far' }])
    const next = applied(
      [{ type: 'bot:token', ...of, turnId: 't9', messageId: 'a9', seq: 100, text: '.' }],
      state,
    )
    expect(next.streaming?.parts).toEqual([{ type: 'text', text: 'So far.' }])
  })

  it('keeps older messages that the new ones join on to, unless one of them was not done when it was seen', () => {
    const newest = (messages: ChatMessage[]) =>
      ({
        type: 'chat:state',
        conversationId: 'c1',
        messages,
        nextCursor: '30',
        turn: null,
        seq: 90,
      }) as const
    const seen = (status: ChatMessage['status']) =>
      applied([
        { type: 'chat:sync', conversationId: 'c1', seq: 1, message: ownerMessage('u2', 20, { status }) },
        { type: 'chat:sync', conversationId: 'c1', seq: 2, message: ownerMessage('u3', 30) },
      ])
    const from = newest([ownerMessage('u3', 30), ownerMessage('u4', 40)])
    expect(replaceWith(seen('sent'), from)).toMatchObject({ order: ['u2', 'u3', 'u4'], nextCursor: null })
    expect(replaceWith(seen('queued'), from)).toMatchObject({
      order: ['u3', 'u4'],
      queue: [],
      nextCursor: '30',
    })
  })
})

describe('prependPage', () => {
  it('adds older messages before the others, each once', () => {
    const state = applied([
      { type: 'chat:sync', conversationId: 'c1', seq: 1, message: ownerMessage('u5', 50) },
    ])
    const page = {
      messages: [ownerMessage('u3', 30), ownerMessage('u4', 40), ownerMessage('u5', 50)],
      nextCursor: null,
    }
    expect(prependPage(state, page).order).toEqual(['u3', 'u4', 'u5'])
  })
})

describe('createConversationStore', () => {
  it('shows tokens once a frame and everything else at once', () => {
    const frames: (() => void)[] = []
    const conversation = createConversationStore('c1', (run) => frames.push(run))
    const shown: string[] = []
    conversation.store.subscribe((state) => shown.push(JSON.stringify(state.streaming?.parts ?? null)))
    for (const event of begun) conversation.receive(event)
    expect(shown).toEqual(['null', '[]'])
    expect(conversation.seq()).toBe(4)
    expect(frames).toHaveLength(1)
    frames[0]?.()
    expect(shown.at(-1)).toBe('[{"type":"text","text":"Hello"}]')
  })

  it('goes on after events of a kind that it does not know', () => {
    const conversation = createConversationStore('c1', (run) => run())
    for (const event of begun) conversation.receive(event)
    expect(conversation.receive({ type: 'bot:token', ...of, seq: 6, text: '!' })).toBe('gap')
    conversation.resumed(6)
    expect(conversation.receive({ type: 'bot:token', ...of, seq: 7, text: '?' })).toBe('applied')
  })
})

describe('unsentOf', () => {
  it('gives what the record does not have yet', () => {
    const item = {
      conversationId: 'c1',
      isNewConversation: false,
      content: 'x',
      createdAt: 1,
      state: 'sending',
    } as const
    const state = applied(begun)
    const items = [
      { ...item, id: 'u1' },
      { ...item, id: 'u2' },
      { ...item, id: 'u3', conversationId: 'c2' },
    ]
    expect(unsentOf(items, state).map(({ id }) => id)).toEqual(['u2'])
  })
})
