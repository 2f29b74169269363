import { createStore, type StoreApi } from 'zustand/vanilla'
import { contextAnswer, messagesAnswer } from '../../protocol/api.ts'
import type { ChatMessage, ClientMessage } from '../../protocol/chat.ts'
import type { Api } from '../api/api-client.ts'
import { ApiError } from '../api/api-error.ts'
import { type ConversationState, messageOf, shownOrder } from '../conversation/conversation-state.ts'
import { type ConversationStore, createConversationStore } from '../conversation/conversation-store.ts'

export interface ActiveState {
  /** Null until the page knows which one it is. */
  conversation: ConversationStore | null
  /** Where another device went while the owner was writing here; `id` is null for a new one. */
  elsewhere: { id: string | null } | null
}

export interface ActiveConversation {
  readonly store: StoreApi<ActiveState>
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
  /** Another device, or the server, changed it; null means none. Where the owner is writing it stays, and `elsewhere` says so. */
  follow(id: string | null): void
  /** Shows a new conversation with what was said here before a message, and gives its id. The server makes it with its first message. */
  branchOff(messageId: string): string
  /** Asks the server for the active conversation and for all that was missed of it. */
  catchUp(): Promise<void>
  /** Asks the server for the events after the last one that came. */
  resume(id: string): void
  /** The server has answered a resume, of what came after `after`. False: not the one that it was asked for last. */
  resumed(id: string, after: number | undefined): boolean
  removed(id: string): void
  /** Loads the page before the messages that are shown, and adds it once `whenStill` says so. Throws an `ApiError`. */
  loadOlder(whenStill?: () => Promise<void>): Promise<void>
  /** Loads the page after those that are shown, in a detour. Throws an `ApiError`. */
  loadNewer(): Promise<void>
  /** Shows a conversation at one of its messages. Throws an `ApiError`. */
  openAt(id: string, messageId: string): Promise<void>
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
  /** Whether the owner is writing in a conversation, on this device. */
  isWriting: (id: string) => boolean
}): ActiveConversation {
  const { api } = deps
  const store = createStore<ActiveState>(() => ({ conversation: null, elsewhere: null }))
  const opened = new Map<string, ConversationStore>()
  const newIds = new Set<string>()
  /** Of which event each conversation was asked for what came after. */
  const resuming = new Map<string, number>()
  let changesUnderWay = 0
  /** How many choices were made here, or heard of. */
  let choices = 0
  /** A choice made here that the server could not be told of yet. */
  let untold: (() => Promise<void>) | undefined
  /** What the server said last while it was told of a choice made here. */
  let heard: { id: string | null } | undefined

  const activeId = () => store.getState().conversation?.store.getState().id

  function show(id: string) {
    const known = opened.get(id)
    const conversation = known ?? createConversationStore(id, deps.schedule)
    opened.set(id, conversation)
    store.setState({ conversation, elsewhere: null })
  }

  function showNew() {
    const current = activeId()
    if (current !== undefined && newIds.has(current) && !deps.hasUnsent(current)) return
    make()
  }

  function make(said: readonly ChatMessage[] = []) {
    const id = deps.createId()
    newIds.add(id)
    show(id)
    opened.get(id)?.prepend({ messages: said, nextCursor: null })
    opened.get(id)?.resumed(0)
    return id
  }

  function resume(id: string) {
    const conversation = opened.get(id)
    if (!conversation || newIds.has(id) || resuming.has(id)) return
    const after = conversation.seq()
    if (!deps.send({ type: 'chat:resume', conversationId: id, after })) return
    resuming.set(id, after)
    conversation.resuming()
  }

  function follow(id: string | null) {
    const current = activeId()
    const isHere = current !== undefined && (id === null ? newIds.has(current) : id === current)
    if (id !== null) newIds.delete(id)
    if (isHere) store.setState({ elsewhere: null })
    else if (current !== undefined && deps.isWriting(current)) store.setState({ elsewhere: { id } })
    else if (id === null) showNew()
    else {
      show(id)
      resume(id)
    }
  }

  /**
   * What the server says while it is told of a choice made here may be of an earlier one, or already of a later one, made elsewhere: it
   * is asked afterwards.
   */
  async function choose(id: string | null, tellServer: () => Promise<unknown>) {
    changesUnderWay += 1
    choices += 1
    untold = () => choose(id, tellServer)
    const mine = untold
    try {
      await tellServer()
      if (untold === mine) untold = undefined
    } catch (error) {
      const hasNoNetwork = error instanceof ApiError && error.status === 0
      if (!hasNoNetwork && untold === mine) untold = undefined
      if (!hasNoNetwork) throw error
    } finally {
      changesUnderWay -= 1
    }
    if (changesUnderWay > 0) return
    const isOther = heard !== undefined && heard.id !== id
    heard = undefined
    if (isOther && !untold) await followServer()
  }

  async function followServer() {
    const current = activeId()
    if (current !== undefined && deps.hasUnsent(current)) return
    const before = choices
    const { conversationId } = await api.get('/api/context/current', contextAnswer)
    // What was chosen here, or heard of, meanwhile is newer than the answer.
    if (choices === before) follow(conversationId)
  }

  async function select(id: string) {
    show(id)
    resume(id)
    if (!newIds.has(id)) await choose(id, () => api.post('/api/context/set', { conversationId: id }))
  }

  return {
    store,
    find: (id) => opened.get(id),
    isNew: (id) => newIds.has(id),
    madeKnown(id) {
      newIds.delete(id)
    },
    select,
    async begin() {
      showNew()
      await choose(null, () => api.post('/api/context/clear'))
    },
    follow(id) {
      choices += 1
      if (changesUnderWay === 0) follow(id)
      else heard = { id }
    },
    branchOff(messageId) {
      const state = store.getState().conversation?.store.getState()
      const order = state ? shownOrder(state) : []
      const before = order.slice(0, order.indexOf(messageId))
      return make(before.flatMap((id) => (state && messageOf(state, id)) ?? []))
    },
    async catchUp() {
      resuming.clear()
      const current = activeId()
      if (current !== undefined) resume(current)
      if (untold) return untold()
      try {
        await followServer()
      } finally {
        if (activeId() === undefined) showNew()
      }
    },
    resume,
    resumed(id, after) {
      if (after !== undefined && resuming.get(id) !== after) return false
      resuming.delete(id)
      return true
    },
    removed(id) {
      opened.delete(id)
      newIds.delete(id)
      if (id === store.getState().elsewhere?.id) store.setState({ elsewhere: null })
      if (id === activeId()) showNew()
    },
    async loadOlder(whenStill = async () => {}) {
      const { conversation } = store.getState()
      if (!conversation) return
      const cursor = () => olderCursor(conversation.store.getState())
      const before = cursor()
      if (before === null) return
      const page = await pageOf(conversation, { before })
      await whenStill()
      // A state that came meanwhile begins elsewhere.
      if (cursor() === before) conversation.prepend(page)
    },
    async loadNewer() {
      const { conversation } = store.getState()
      const after = conversation?.store.getState().detour?.newerCursor
      if (!conversation || after === undefined) return
      const page = await pageOf(conversation, { after })
      if (conversation.store.getState().detour?.newerCursor === after) conversation.append(page)
    },
    async openAt(id, messageId) {
      const isChosen = id === activeId() ? Promise.resolve() : select(id)
      const conversation = opened.get(id)
      if (!conversation) return
      await untilLoaded(conversation)
      const isThere = () => messageOf(conversation.store.getState(), messageId) !== undefined
      if (!isThere()) conversation.showAround(await pageOf(conversation, { around: messageId }))
      if (isThere()) conversation.target.setState({ id: messageId, isHit: true })
      await isChosen
    },
  }

  async function pageOf(conversation: ConversationStore, place: Record<string, string>) {
    const query = new URLSearchParams({ ...place, limit: '50' })
    const { id } = conversation.store.getState()
    const page = await api.get(
      `/api/conversations/${encodeURIComponent(id)}/messages?${query}`,
      messagesAnswer,
    )
    return { ...page, newerCursor: page.newerCursor ?? null }
  }
}

function olderCursor({ detour, nextCursor }: ConversationState): string | null {
  return detour ? detour.olderCursor : nextCursor
}

function untilLoaded({ store }: ConversationStore): Promise<void> {
  if (store.getState().isLoaded) return Promise.resolve()
  return new Promise((resolve) => {
    const stop = store.subscribe(({ isLoaded }) => {
      if (!isLoaded) return
      stop()
      resolve()
    })
  })
}
