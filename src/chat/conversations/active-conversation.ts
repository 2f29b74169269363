import { createStore, type StoreApi } from 'zustand/vanilla'
import { contextAnswer, messagesAnswer } from '../../protocol/api.ts'
import type { ClientMessage } from '../../protocol/chat.ts'
import type { Api } from '../api/api-client.ts'
import { ApiError } from '../api/api-error.ts'
import { type ConversationStore, createConversationStore } from '../conversation/conversation-store.ts'

export interface ActiveConversation {
  /** Null until the page knows which one it is. */
  readonly store: StoreApi<{ conversation: ConversationStore | null }>
  /** The conversation if this page has it, shown or not. */
  find(id: string): ConversationStore | undefined
  /** Whether the server does not know the conversation yet. */
  isNew(id: string): boolean
  /** The server has it now. */
  madeKnown(id: string): void
  /** The owner chose one, here: all devices follow. */
  select(id: string): Promise<void>
  /** The owner began a new one, here. */
  begin(): Promise<void>
  /** Another device, or the server, changed it; null means none. */
  follow(id: string | null): void
  /** Asks the server for the active conversation and for all that was missed of it. */
  catchUp(): Promise<void>
  /** Asks the server for the events after the last one that came. */
  resume(id: string): void
  /** The server has answered a resume. */
  resumed(id: string): void
  removed(id: string): void
  /** Loads the page of older messages. Throws an `ApiError`. */
  loadOlder(): Promise<void>
}

/** Which conversation is shown. It is shared by all devices, and this one goes on without the network. */
export function createActiveConversation(deps: {
  api: Api
  send: (message: ClientMessage) => boolean
  createId: () => string
  /** Runs once before the next frame. */
  schedule: (run: () => void) => void
  /** Whether the device still holds messages for a conversation. */
  hasUnsent: (id: string) => boolean
}): ActiveConversation {
  const { api } = deps
  const store = createStore<{ conversation: ConversationStore | null }>(() => ({ conversation: null }))
  const opened = new Map<string, ConversationStore>()
  const newIds = new Set<string>()
  const resuming = new Set<string>()
  let changesUnderWay = 0
  /** A choice made here that the server could not be told of yet. */
  let untold: (() => Promise<unknown>) | undefined

  const activeId = () => store.getState().conversation?.store.getState().id

  function show(id: string) {
    const known = opened.get(id)
    const conversation = known ?? createConversationStore(id, deps.schedule)
    opened.set(id, conversation)
    store.setState({ conversation })
  }

  function showNew() {
    const current = activeId()
    if (current !== undefined && newIds.has(current) && !deps.hasUnsent(current)) return
    const id = deps.createId()
    newIds.add(id)
    show(id)
    opened.get(id)?.resumed(0)
  }

  function resume(id: string) {
    const conversation = opened.get(id)
    if (!conversation || newIds.has(id) || resuming.has(id)) return
    if (deps.send({ type: 'chat:resume', conversationId: id, after: conversation.seq() })) resuming.add(id)
  }

  function follow(id: string | null) {
    if (id === null) return showNew()
    newIds.delete(id)
    if (id === activeId()) return
    show(id)
    resume(id)
  }

  /** While the server is told of a choice made here, what it says of earlier ones is ignored. */
  async function choose(tellServer: () => Promise<unknown>) {
    changesUnderWay += 1
    untold = tellServer
    try {
      await tellServer()
      if (untold === tellServer) untold = undefined
    } catch (error) {
      const hasNoNetwork = error instanceof ApiError && error.status === 0
      if (!hasNoNetwork && untold === tellServer) untold = undefined
      if (!hasNoNetwork) throw error
    } finally {
      changesUnderWay -= 1
    }
  }

  return {
    store,
    find: (id) => opened.get(id),
    isNew: (id) => newIds.has(id),
    madeKnown(id) {
      newIds.delete(id)
    },
    async select(id) {
      show(id)
      resume(id)
      if (!newIds.has(id)) await choose(() => api.post('/api/context/set', { conversationId: id }))
    },
    async begin() {
      showNew()
      await choose(() => api.post('/api/context/clear'))
    },
    follow(id) {
      if (changesUnderWay === 0) follow(id)
    },
    async catchUp() {
      resuming.clear()
      const current = activeId()
      if (current !== undefined) resume(current)
      if (untold) return choose(untold)
      if (current !== undefined && deps.hasUnsent(current)) return
      try {
        const { conversationId } = await api.get('/api/context/current', contextAnswer)
        follow(conversationId)
      } finally {
        if (activeId() === undefined) showNew()
      }
    },
    resume,
    resumed(id) {
      resuming.delete(id)
    },
    removed(id) {
      opened.delete(id)
      newIds.delete(id)
      if (id === activeId()) showNew()
    },
    async loadOlder() {
      const { conversation } = store.getState()
      const state = conversation?.store.getState()
      if (!conversation || state?.nextCursor == null) return
      const query = new URLSearchParams({ before: state.nextCursor, limit: '50' })
      const path = `/api/conversations/${encodeURIComponent(state.id)}/messages?${query}`
      const page = await api.get(path, messagesAnswer)
      // A state that came meanwhile begins elsewhere.
      if (conversation.store.getState().nextCursor === state.nextCursor) conversation.prepend(page)
    },
  }
}
