import { createStore, type StoreApi } from 'zustand/vanilla'
import { conversationsAnswer } from '../../protocol/api.ts'
import type { Conversation } from '../../protocol/chat.ts'
import type { Api } from '../api/api-client.ts'

export interface ListState {
  /** Every conversation heard of, by id. */
  readonly known: ReadonlyMap<string, Conversation>
  /** Where the next page of all conversations begins; null when there is none. */
  readonly nextCursor: string | null
  /** What was searched for and what was found; null when nothing is searched for. */
  readonly search: { query: string; ids: readonly string[]; isLoading: boolean } | null
}

export interface ConversationList {
  readonly store: StoreApi<ListState>
  /** Reads the first page again. Throws an `ApiError`. */
  refresh(): Promise<void>
  loadMore(): Promise<void>
  /** An empty query ends the search. */
  search(query: string): Promise<void>
  /** The server said that a conversation was made or changed. */
  changed(conversation: Conversation): void
  deleted(id: string): void
}

export function createConversationList({ api }: { api: Api }): ConversationList {
  const store = createStore<ListState>(() => ({ known: new Map(), nextCursor: null, search: null }))

  function learn(conversations: readonly Conversation[]) {
    const known = new Map(store.getState().known)
    for (const conversation of conversations) known.set(conversation.id, conversation)
    store.setState({ known })
  }

  async function page(parameters: Record<string, string>) {
    const answer = await api.get(`/api/conversations?${new URLSearchParams(parameters)}`, conversationsAnswer)
    learn(answer.conversations)
    return answer
  }

  return {
    store,
    async refresh() {
      store.setState({ nextCursor: (await page({})).nextCursor })
    },
    async loadMore() {
      const { nextCursor } = store.getState()
      if (nextCursor !== null) store.setState({ nextCursor: (await page({ cursor: nextCursor })).nextCursor })
    },
    async search(text) {
      const query = text.trim()
      if (query === '') return store.setState({ search: null })
      const before = store.getState().search?.ids ?? []
      store.setState({ search: { query, ids: before, isLoading: true } })
      try {
        const { conversations } = await page({ query })
        if (store.getState().search?.query !== query) return
        store.setState({ search: { query, ids: conversations.map(({ id }) => id), isLoading: false } })
      } catch (error) {
        if (store.getState().search?.query === query)
          store.setState({ search: { query, ids: [], isLoading: false } })
        throw error
      }
    },
    changed: (conversation) => learn([conversation]),
    deleted(id) {
      const known = new Map(store.getState().known)
      if (known.delete(id)) store.setState({ known })
    },
  }
}

/** What the list shows, the one that changed last first. */
export function shownConversations({ known, search }: ListState): Conversation[] {
  const all = search ? search.ids.flatMap((id) => known.get(id) ?? []) : [...known.values()]
  return search ? all : all.sort((a, b) => b.updatedAt - a.updatedAt)
}
