import { describe, expect, it } from 'vitest'
import type { ChatMessage, ClientMessage, ServerMessage } from '../../protocol/chat.ts'
import { createApi } from '../api/api-client.ts'
import { createAppStatus } from '../app-state/app-status.ts'
import { createEngines } from '../engines.ts'
import { createOutbox } from '../outbox/outbox.ts'
import { createServerHandlers } from '../server-handlers.ts'
import { createActiveConversation } from './active-conversation.ts'
import { createConversationList } from './conversation-list.ts'

function setUp() {
  const sent: ClientMessage[] = []
  const posted: string[] = []
  const errors: string[] = []
  const server = { current: null as string | null, isReachable: true }
  const writing = { isHere: false }
  const learned: [string, number][] = []
  let ids = 0
  const api = createApi({
    fetch: async (path, init) => {
      if (!server.isReachable) throw new TypeError('Failed to fetch')
      posted.push(`${init?.method} ${path}`)
      if (path === '/api/context/set') server.current = JSON.parse(String(init?.body)).conversationId
      if (path === '/api/context/clear') server.current = null
      return Response.json({ conversationId: server.current })
    },
    onUnauthorized: () => {},
  })
  const send = (message: ClientMessage) => {
    sent.push(message)
    return true
  }
  const createId = () => `id${++ids}`
  const outbox = createOutbox({
    disk: { all: async () => [], put: async () => {}, remove: async () => {} },
    send,
    now: () => 1,
    createId,
  })
  const active = createActiveConversation({
    api,
    send,
    createId,
    schedule: (run) => run(),
    isWriting: () => writing.isHere,
    hasUnsent: (id) => outbox.store.getState().items.some((item) => item.conversationId === id),
  })
  const list = createConversationList({ api })
  const handle = createServerHandlers({
    outbox,
    active,
    list,
    app: createAppStatus({ post: () => {} }),
    readMarks: { learn: (id, position = 0) => void learned.push([id, position]) },
    onAnswerDraft: () => {},
    engines: createEngines(),
    onError: (message) => errors.push(message),
  })
  const activeId = () => active.store.getState().conversation?.store.getState().id
  const shown = () => active.store.getState().conversation?.store.getState()
  return { writing, learned, sent, posted, errors, server, outbox, active, list, handle, activeId, shown }
}

const message = (id: string, position: number): ChatMessage => ({
  id,
  conversationId: 'c1',
  position,
  role: 'user',
  content: id,
  parts: [],
  status: 'sent',
  createdAt: 1,
})
const stateOf = (messages: ChatMessage[], seq: number): ServerMessage => ({
  type: 'chat:state',
  conversationId: 'c1',
  messages,
  nextCursor: null,
  turn: null,
  seq,
})
const sync = (id: string, seq: number): ServerMessage => ({
  type: 'chat:sync',
  conversationId: 'c1',
  seq,
  message: message(id, seq),
})

describe('the active conversation', () => {
  it('is the one that the server names, and is caught up with', async () => {
    const { active, server, sent, handle, activeId, shown } = setUp()
    server.current = 'c1'
    await active.catchUp()
    expect(activeId()).toBe('c1')
    expect(sent).toEqual([{ type: 'chat:resume', conversationId: 'c1', after: 0 }])
    await handle(stateOf([message('u1', 1)], 5))
    expect(shown()).toMatchObject({ isLoaded: true, order: ['u1'], seq: 5 })
  })

  it('is a new one, made here, when there is none', async () => {
    const { active, activeId, shown } = setUp()
    await active.catchUp()
    expect(active.isNew(activeId() ?? '')).toBe(true)
    expect(shown()?.isLoaded).toBe(true)
  })

  it('asks once for what is missing, and goes on after it', async () => {
    const { active, server, sent, handle, shown } = setUp()
    server.current = 'c1'
    await active.catchUp()
    await handle(stateOf([], 5))
    await handle(sync('u8', 8))
    await handle(sync('u9', 9))
    expect(sent.slice(1)).toEqual([{ type: 'chat:resume', conversationId: 'c1', after: 5 }])
    for (const [id, seq] of [
      ['u6', 6],
      ['u7', 7],
      ['u8', 8],
      ['u9', 9],
    ] as const)
      await handle(sync(id, seq))
    await handle({ type: 'chat:resumed', conversationId: 'c1', seq: 9 })
    expect(shown()?.order).toEqual(['u6', 'u7', 'u8', 'u9'])
  })

  it('is not taken back by an answer that comes late, or again', async () => {
    const { active, server, handle, shown } = setUp()
    server.current = 'c1'
    await active.catchUp()
    const first = { ...stateOf([message('u1', 1)], 5), after: 0 }
    await handle(first)
    await handle(sync('u6', 6))
    await handle(first)
    expect(shown()).toMatchObject({ order: ['u1', 'u6'], seq: 6 })
    // What is missing is asked for again: until that is answered, an earlier answer still counts for nothing.
    await handle(sync('u9', 9))
    await handle(first)
    await handle({ type: 'chat:resumed', conversationId: 'c1', seq: 9, after: 0 })
    expect(shown()?.seq).toBe(6)
    for (const seq of [7, 8, 9]) await handle(sync(`u${seq}`, seq))
    await handle({ type: 'chat:resumed', conversationId: 'c1', seq: 9, after: 6 })
    expect(shown()?.order).toEqual(['u1', 'u6', 'u7', 'u8', 'u9'])
  })

  it('follows other devices, but not echoes of earlier choices made here', async () => {
    const { active, handle, activeId, posted } = setUp()
    await handle({ type: 'chat:cleared', conversationId: 'c1' })
    expect(activeId()).toBe('c1')
    const choosing = active.select('c2')
    await handle({ type: 'chat:cleared', conversationId: 'c1' })
    expect(activeId()).toBe('c2')
    await choosing
    expect(posted).toContain('POST /api/context/set')
  })

  it('follows a device that chose after the server took the choice made here, and before its answer came', async () => {
    const { active, handle, server, activeId } = setUp()
    await handle({ type: 'chat:cleared', conversationId: 'c1' })
    const choosing = active.begin()
    server.current = 'c3'
    await handle({ type: 'chat:cleared', conversationId: null })
    await handle({ type: 'chat:cleared', conversationId: 'c3' })
    await choosing
    expect(activeId()).toBe('c3')
  })

  it('keeps what it hears while the server is asked which one is active', async () => {
    const { active, handle, server, activeId } = setUp()
    server.current = 'c1'
    const caughtUp = active.catchUp()
    await handle({ type: 'chat:cleared', conversationId: 'c2' })
    await caughtUp
    expect(activeId()).toBe('c2')
  })

  it('keeps a choice made without a network and tells the server later', async () => {
    const { active, server, activeId } = setUp()
    server.current = 'c1'
    await active.catchUp()
    server.isReachable = false
    await active.select('c2')
    server.isReachable = true
    await active.catchUp()
    expect(activeId()).toBe('c2')
    expect(server.current).toBe('c2')
  })

  it('keeps a choice that is made while the server is asked which one is active', async () => {
    const { active, server, activeId } = setUp()
    server.current = 'c1'
    const caughtUp = active.catchUp()
    await active.begin()
    await caughtUp
    expect(active.isNew(activeId() ?? '')).toBe(true)
  })

  it('stays with a new conversation whose message is not sent yet', async () => {
    const { active, outbox, server, activeId } = setUp()
    await active.catchUp()
    const id = activeId() ?? ''
    await outbox.add({ conversationId: id, isNewConversation: true, content: 'first' })
    server.current = 'c1'
    await active.catchUp()
    expect(activeId()).toBe(id)
  })

  it('stays where the owner is writing, and says where the other device went', async () => {
    const { active, handle, activeId, writing, posted } = setUp()
    await handle({ type: 'chat:cleared', conversationId: 'c1' })
    writing.isHere = true
    const elsewhere = () => active.store.getState().elsewhere
    await handle({ type: 'chat:cleared', conversationId: null })
    expect(elsewhere()).toEqual({ id: null })
    await handle({ type: 'chat:cleared', conversationId: 'c2' })
    expect([activeId(), elsewhere()]).toEqual(['c1', { id: 'c2' }])
    await handle({ type: 'chat:cleared', conversationId: 'c1' })
    expect(elsewhere()).toBeNull()
    await handle({ type: 'chat:cleared', conversationId: 'c2' })
    await active.select('c2')
    expect([activeId(), elsewhere()]).toEqual(['c2', null])
    expect(posted).toContain('POST /api/context/set')
    await handle({ type: 'chat:cleared', conversationId: 'c3' })
    await handle({ type: 'chat:conversation-deleted', conversationId: 'c3' })
    expect(elsewhere()).toBeNull()
  })

  it('branches off with what was said before a message, until the record brings it', async () => {
    const { active, server, handle, activeId, shown, sent, learned } = setUp()
    server.current = 'c1'
    await active.catchUp()
    await handle(stateOf([message('u1', 1), message('a1', 2), message('u2', 3), message('a2', 4)], 4))
    const id = active.branchOff('u2')
    expect(activeId()).toBe(id)
    expect(active.isNew(id)).toBe(true)
    expect(shown()).toMatchObject({ order: ['u1', 'a1'], isLoaded: true, nextCursor: null })
    const said = { ...message('e2', 3), conversationId: id }
    await handle({ type: 'chat:cleared', conversationId: id })
    await handle({ type: 'chat:sync', conversationId: id, seq: 3, message: said })
    expect(sent.at(-1)).toEqual({ type: 'chat:resume', conversationId: id, after: 0 })
    const record = [message('copy1', 1), message('copy2', 2), said]
    await handle({
      type: 'chat:state',
      conversationId: id,
      messages: record,
      nextCursor: null,
      turn: null,
      seq: 3,
      after: 0,
      readTo: 2,
    })
    expect(learned.at(-1)).toEqual([id, 2])
    expect(shown()?.order).toEqual(['copy1', 'copy2', 'e2'])
  })

  it('gives way to a new one when it is deleted', async () => {
    const { active, server, handle, activeId } = setUp()
    server.current = 'c1'
    await active.catchUp()
    await handle({ type: 'chat:conversation-deleted', conversationId: 'c1' })
    expect(active.isNew(activeId() ?? '')).toBe(true)
  })
})

describe('what the server says', () => {
  it('shows an accepted message until the record has it, whichever comes first', async () => {
    const { active, outbox, handle, activeId } = setUp()
    await active.catchUp()
    await outbox.online()
    const id = activeId() ?? ''
    await outbox.add({ conversationId: id, isNewConversation: true, content: 'one' })
    const messageId = outbox.store.getState().items[0]?.id ?? ''
    await handle({ type: 'chat:accepted', id: messageId, messageId, conversationId: id })
    expect(active.isNew(id)).toBe(false)
    expect(outbox.store.getState().items).toMatchObject([{ state: 'accepted' }])
    const recorded = { ...message(messageId, 1), conversationId: id }
    await handle({ type: 'chat:sync', conversationId: id, seq: 1, message: recorded })
    expect(outbox.store.getState().items).toEqual([])
  })

  it('does not keep an accepted message of a conversation that is not open here', async () => {
    const { active, outbox, handle } = setUp()
    await active.catchUp()
    await outbox.online()
    await outbox.add({ conversationId: 'c7', isNewConversation: false, content: 'left over' })
    const id = outbox.store.getState().items[0]?.id ?? ''
    await handle({ type: 'chat:accepted', id, messageId: id, conversationId: 'c7' })
    expect(outbox.store.getState().items).toEqual([])
  })

  it('puts a refusal on the message that was refused, and other errors elsewhere', async () => {
    const { active, outbox, handle, activeId, errors } = setUp()
    await active.catchUp()
    await outbox.online()
    await outbox.add({ conversationId: activeId() ?? '', isNewConversation: true, content: 'one' })
    const id = outbox.store.getState().items[0]?.id ?? ''
    await handle({ type: 'bot:error', code: 'unavailable', message: 'The disk is full.', id })
    expect(outbox.store.getState().items).toMatchObject([
      { state: 'failed', failure: { code: 'unavailable', message: 'The disk is full.' } },
    ])
    await handle({ type: 'bot:error', code: 'invalid', message: 'What?' })
    expect(errors).toEqual(['What?'])
  })

  it('keeps the list of conversations up to date', async () => {
    const { handle, list } = setUp()
    const conversation = {
      id: 'c1',
      title: 'One',
      createdAt: 1,
      updatedAt: 1,
      isWorking: false,
      needsOwner: false,
    }
    await handle({ type: 'chat:conversation-created', conversation })
    await handle({ type: 'chat:conversation-changed', conversation: { ...conversation, title: 'Two' } })
    expect([...list.store.getState().known.values()].map(({ title }) => title)).toEqual(['Two'])
  })
})
