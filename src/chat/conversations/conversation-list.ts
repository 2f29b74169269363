import { createStore, type StoreApi } from 'zustand/vanilla'
import { conversationsAnswer } from '../../protocol/api.ts'
import type { Conversation } from '../../protocol/chat.ts'
import type { Api } from '../api/api-client.ts'

export interface ListState {
  /** Every conversation heard of, by id. */
  readonly known: ReadonlyMap<string, Conversation>
  /** Where the next page of all conversations begins; null when there is none. */
  readonly nextCursor: string | null
}

export interface ConversationList {
  readonly store: StoreApi<ListState>
  /** Reads the first page again. Throws an `ApiError`. */
  refresh(): Promise<void>
  loadMore(): Promise<void>
  /** Reads those that have the words of `query` in their title or messages, the newest first. Throws an `ApiError`. */
  find(query: string): Promise<readonly Conversation[]>
  /** The server said that a conversation was made or changed. */
  changed(conversation: Conversation): void
  deleted(id: string): void
}

export function createConversationList({ api }: { api: Api }): ConversationList {
  const store = createStore<ListState>(() => ({ known: new Map(), nextCursor: null }))

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
    find: async (query) => (await page({ query })).conversations,
    changed: (conversation) => learn([conversation]),
    deleted(id) {
      const known = new Map(store.getState().known)
      if (known.delete(id)) store.setState({ known })
    },
  }
}
