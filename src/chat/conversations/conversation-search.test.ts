import { expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { MessageMatch } from '../../protocol/api.ts'
import type { Conversation } from '../../protocol/chat.ts'
import { createConversationSearch, shownConversations } from './conversation-search.ts'

const conversationOf = (id: string, updatedAt: number): Conversation => ({
  id,
  title: id,
  createdAt: 0,
  updatedAt,
  isWorking: false,
  needsOwner: false,
})
const matchOf = (conversationId: string): MessageMatch => ({
  messageId: `${conversationId}-1`,
  conversationId,
  snippet: 'Water the tomatoes',
  marks: [[10, 18]],
  position: 1,
  role: 'user',
  createdAt: 0,
})

function world() {
  const asked: { query: string; answer: (ids: string[]) => void; fail: () => void }[] = []
  const searching = createConversationSearch({
    list: {
      store: createStore(() => ({ known: new Map(), nextCursor: null })),
      changed: () => {},
      find: (query) =>
        new Promise((resolve, reject) =>
          asked.push({
            query,
            answer: (ids) => resolve(ids.map((id) => conversationOf(id, 0))),
            fail: () => reject(new Error('no network')),
          }),
        ),
    },
    api: {
      get: async (_path, schema) => schema['~run']({ value: { matches: [matchOf('a')] } }, {}).value as never,
    },
  })
  return { searching, asked, state: () => searching.store.getState().search }
}

it('finds conversations and the messages in them', async () => {
  const { searching, asked, state } = world()
  const done = searching.search(' tomatoes ')
  expect(state()).toMatchObject({ query: 'tomatoes', isLoading: true })
  asked[0]?.answer(['a'])
  await done
  expect(state()).toEqual({
    query: 'tomatoes',
    ids: ['a'],
    matches: [matchOf('a')],
    nextCursor: null,
    isLoading: false,
    hasFailed: false,
  })
  await searching.search(' ')
  expect(state()).toBeNull()
})

it('leaves out what comes late, for words that changed since', async () => {
  const { searching, asked, state } = world()
  const first = searching.search('tom')
  const second = searching.search('tomato')
  asked[1]?.answer(['new'])
  await second
  asked[0]?.answer(['old'])
  await first
  expect(state()).toMatchObject({ query: 'tomato', ids: ['new'] })
})

it('shows nothing, and that it failed, when the search fails', async () => {
  const { searching, asked, state } = world()
  const failing = searching.search('tom')
  asked[0]?.fail()
  await failing
  expect(state()).toMatchObject({ ids: [], isLoading: false, hasFailed: true })
})

it('shows all conversations, the one that changed last first, unless something was searched for', () => {
  const known = new Map(['a', 'b', 'c'].map((id, index) => [id, conversationOf(id, index)]))
  const state = { known, nextCursor: null }
  const ids = (search: Parameters<typeof shownConversations>[1]) =>
    shownConversations(state, search).map(({ id }) => id)
  expect(ids(null)).toEqual(['c', 'b', 'a'])
  const search = { query: 'x', matches: [], nextCursor: null, isLoading: false, hasFailed: false }
  expect(ids({ ...search, ids: ['b', 'gone', 'c'] })).toEqual(['b', 'c'])
})
