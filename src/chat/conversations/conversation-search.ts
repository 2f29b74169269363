import { createStore, type StoreApi } from 'zustand/vanilla'
import { type MessageMatch, searchAnswer } from '../../protocol/api.ts'
import type { Api } from '../api/api-client.ts'
import type { ConversationList, ListState } from './conversation-list.ts'

export interface Search {
  query: string
  /** Conversations whose title or messages have the words. */
  ids: readonly string[]
  /** The messages that have them, the newest first. */
  matches: readonly MessageMatch[]
  isLoading: boolean
}

export interface ConversationSearch {
  /** `search` is null when nothing is searched for. */
  readonly store: StoreApi<{ search: Search | null }>
  /** Looks for words; an empty text ends the search. What is found late, for words that changed since, is left out. Throws an `ApiError`. */
  search(text: string): Promise<void>
}

export function createConversationSearch(deps: {
  api: Pick<Api, 'get'>
  list: Pick<ConversationList, 'find'>
}): ConversationSearch {
  const store = createStore<{ search: Search | null }>(() => ({ search: null }))
  return {
    store,
    async search(text) {
      const query = text.trim()
      if (query === '') return store.setState({ search: null })
      const before = store.getState().search ?? { ids: [], matches: [] }
      store.setState({ search: { ...before, query, isLoading: true } })
      let found: Pick<Search, 'ids' | 'matches'> = { ids: [], matches: [] }
      try {
        const fields = new URLSearchParams({ query, limit: '60' })
        const [conversations, { matches }] = await Promise.all([
          deps.list.find(query),
          deps.api.get(`/api/messages/search?${fields}`, searchAnswer),
        ])
        found = { ids: conversations.map(({ id }) => id), matches }
      } finally {
        if (store.getState().search?.query === query)
          store.setState({ search: { ...found, query, isLoading: false } })
      }
    },
  }
}

/** What the list shows: what was found, or all, the one that changed last first. */
export function shownConversations({ known }: ListState, search: Search | null) {
  if (search) return search.ids.flatMap((id) => known.get(id) ?? [])
  return [...known.values()].sort((a, b) => b.updatedAt - a.updatedAt)
}
