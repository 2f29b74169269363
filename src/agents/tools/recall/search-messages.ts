export interface MessageFound {
  conversationId: string
  /** Of the conversation. */
  title: string
  /** Milliseconds since 1970. */
  at: number
  role: 'user' | 'assistant'
  /** The words around the match, on one line. */
  snippet: string
}

/** The messages with all words of `query`, the newest first. */
export type SearchMessages = (query: string, limit: number) => MessageFound[]

const mostWords = 8

/** The messages with all of `words`, or where there is none with as many of them as can be found. */
export function searchMessagesFor(
  search: SearchMessages,
  words: readonly string[],
  limit: number,
): MessageFound[] {
  const withAll = search(words.join(' '), limit)
  if (withAll.length > 0 || words.length === 1) return withAll
  const found = new Map<string, { message: MessageFound; count: number }>()
  for (const word of words.slice(0, mostWords))
    for (const message of search(word, limit * 3)) {
      const key = `${message.conversationId} ${message.at} ${message.role}`
      found.set(key, { message, count: (found.get(key)?.count ?? 0) + 1 })
    }
  return [...found.values()]
    .sort((a, b) => b.count - a.count || b.message.at - a.message.at)
    .slice(0, limit)
    .map(({ message }) => message)
}
