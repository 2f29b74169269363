import { createStore, type StoreApi } from 'zustand/vanilla'
import { type MessageMatch, searchAnswer } from '../../protocol/api.ts'
import { type Conversation, conversation } from '../../protocol/chat.ts'
import type { Api } from '../api/api-client.ts'
import type { ConversationList, ListState } from './conversation-list.ts'

export interface Search {
  query: string
  /** Conversations whose title or messages have the words. */
  ids: readonly string[]
  /** The messages that have them, the newest first. */
  matches: readonly MessageMatch[]
  /** Where the next page of `matches` begins; null when there is none. */
  nextCursor: string | null
  isLoading: boolean
  hasFailed: boolean
}

export interface ConversationSearch {
  /** `search` is null when nothing is searched for. */
  readonly store: StoreApi<{ search: Search | null }>
  /** Looks for words; an empty text ends the search. What is found late, for words that changed since, is left out. Never rejects. */
  search(text: string): Promise<void>
  /** Reads the next page of messages. Never rejects. */
  more(): Promise<void>
}

const pageLength = '40'

export function createConversationSearch(deps: {
  api: Pick<Api, 'get'>
  list: Pick<ConversationList, 'find' | 'changed' | 'store'>
}): ConversationSearch {
  const { api, list } = deps
  const store = createStore<{ search: Search | null }>(() => ({ search: null }))

  /** Runs what may fail, and adds what it gives unless other words are looked for by then. */
  async function run(begun: Search, find: () => Promise<Partial<Search>>): Promise<void> {
    store.setState({ search: begun })
    let found: Partial<Search>
    try {
      found = await find()
    } catch (error) {
      console.info('The search failed.', error)
      found = { ...(begun.nextCursor === null && { ids: [], matches: [] }), hasFailed: true }
    }
    if (store.getState().search === begun)
      store.setState({ search: { ...begun, ...found, isLoading: false } })
  }

  async function matchesOf(query: string, cursor?: string) {
    const fields = new URLSearchParams({ query, limit: pageLength, ...(cursor !== undefined && { cursor }) })
    const { matches, nextCursor = null } = await api.get(`/api/messages/search?${fields}`, searchAnswer)
    return { matches, nextCursor }
  }

  return {
    store,
    async search(text) {
      const query = text.trim()
      if (query === '') return store.setState({ search: null })
      const before = store.getState().search ?? { ids: [], matches: [], nextCursor: null }
      await run({ ...before, query, isLoading: true, hasFailed: false }, async () => {
        const [conversations, page] = await Promise.all([list.find(query), matchesOf(query)])
        return { ids: conversations.map(({ id }) => id), ...page }
      })
    },
    async more() {
      const { search } = store.getState()
      if (!search || search.nextCursor === null || search.isLoading) return
      const { query, nextCursor, matches, ids } = search
      await run({ ...search, isLoading: true, hasFailed: false }, async () => {
        const page = await matchesOf(query, nextCursor)
        const further = new Set(page.matches.map(({ conversationId }) => conversationId))
        const unknown = [...further].filter((id) => !list.store.getState().known.has(id))
        const read = (id: string) => api.get(`/api/conversations/${encodeURIComponent(id)}`, conversation)
        for (const found of await Promise.all(unknown.map(read))) list.changed(found)
        return {
          ids: [...ids, ...[...further].filter((id) => !ids.includes(id))],
          matches: [...matches, ...page.matches],
          nextCursor: page.nextCursor,
        }
      })
    },
  }
}

/** What the list shows: what was found, or all, the one that changed last first, and of each family that one alone. */
export function shownConversations({ known }: ListState, search: Search | null): Conversation[] {
  if (search) return search.ids.flatMap((id) => known.get(id) ?? [])
  const families = new Set<string>()
  return [...known.values()]
    .sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
    .filter(({ family }) => family === undefined || (!families.has(family.id) && families.add(family.id)))
}
