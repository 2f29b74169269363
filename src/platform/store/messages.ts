import type { DatabaseSync } from 'node:sqlite'
import type { ChatMessage } from '../../protocol/chat.ts'
import { AppError } from '../../system/errors.ts'
import { isFirstOfCopies, searchQuery } from './search-query.ts'

export interface MessagePage {
  /** The oldest first. */
  messages: ChatMessage[]
  /** Give it as `before` for the page before this one; null when there is none. */
  nextCursor: string | null
}

/** A page from the middle of a conversation. */
export interface MiddlePage extends MessagePage {
  /** Give it as `after` for the page after this one; null when this one ends with the newest message. */
  newerCursor: string | null
}

export interface MessageMatch {
  messageId: string
  conversationId: string
  /** The words around the match, on one line. */
  snippet: string
  /** Where in `snippet` the words are that were looked for: from, to. */
  marks: [number, number][]
  position: number
  role: ChatMessage['role']
  createdAt: number
}

export type MessageChange = Partial<
  Pick<ChatMessage, 'status' | 'content' | 'parts' | 'usage' | 'turnId' | 'position'>
>

export type Messages = ReturnType<typeof createMessages>

/** What was said, one row for each message; a withdrawn one is kept but shown nowhere. */
export function createMessages({ db }: { db: DatabaseSync }) {
  const insertRow = db.prepare(
    `INSERT INTO messages
       (id, conversation_id, position, role, content, parts, status, turn_id, usage, created_at)
     VALUES (:id, :conversationId, :position, :role, :content, :parts, :status, :turnId, :usage, :createdAt)`,
  )
  const selectOne = db.prepare('SELECT * FROM messages WHERE id = ?')
  const updateRow = db.prepare(
    `UPDATE messages SET
       status = coalesce(:status, status), content = coalesce(:content, content), parts = coalesce(:parts, parts),
       usage = coalesce(:usage, usage), turn_id = coalesce(:turnId, turn_id), position = coalesce(:position, position)
     WHERE id = :id RETURNING *`,
  )
  const selectPage = db.prepare(
    `SELECT * FROM messages WHERE conversation_id = :conversationId AND position < :before AND status <> 'withdrawn'
     ORDER BY position DESC LIMIT :limit`,
  )
  const selectNewer = db.prepare(
    `SELECT * FROM messages WHERE conversation_id = :conversationId AND position > :after AND status <> 'withdrawn'
     ORDER BY position LIMIT :limit`,
  )
  const selectMatches = db.prepare(
    `SELECT messages.number, messages.id AS messageId, conversation_id AS conversationId, position, role,
       messages.created_at AS createdAt, snippet(message_words, 0, char(2), char(3), '…', 24) AS snippet
     FROM message_words
       JOIN messages ON messages.number = message_words.rowid
       JOIN conversations ON conversations.id = messages.conversation_id
     WHERE message_words MATCH :query AND messages.status <> 'withdrawn' AND conversations.removed_at IS NULL
       AND message_words.rowid < :before AND ${isFirstOfCopies}
     ORDER BY message_words.rowid DESC LIMIT :limit`,
  )

  function pageBefore(conversationId: string, position: number, limit: number): MessagePage {
    // One more than wanted tells whether there are older ones.
    const rows = selectPage.all({ conversationId, before: position, limit: limit + 1 })
    const messages = (rows as unknown as MessageRow[]).slice(0, limit).map(toMessage).reverse()
    const oldest = messages[0]
    return { messages, nextCursor: rows.length > limit && oldest ? String(oldest.position) : null }
  }

  function pageAfter(conversationId: string, position: number, limit: number) {
    const rows = selectNewer.all({ conversationId, after: position, limit: limit + 1 })
    const messages = (rows as unknown as MessageRow[]).slice(0, limit).map(toMessage)
    const newest = messages.at(-1)
    return { messages, newerCursor: rows.length > limit && newest ? String(newest.position) : null }
  }

  function search({ query, cursor, limit = 20 }: SearchRequest): {
    matches: MessageMatch[]
    nextCursor: string | null
  } {
    const words = searchQuery(query)
    if (words === undefined) return { matches: [], nextCursor: null }
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor, 'cursor')
    const found = selectMatches.all({ query: words, before, limit: limit + 1 })
    const rows = (found as unknown as (MessageMatch & { number: number })[]).slice(0, limit)
    return {
      matches: rows.map(({ number: _, ...row }) => ({ ...row, ...readMarks(row.snippet) })),
      nextCursor: found.length > limit ? String(rows.at(-1)?.number) : null,
    }
  }

  return {
    insert(message: ChatMessage): void {
      insertRow.run({
        ...message,
        parts: JSON.stringify(message.parts),
        turnId: message.turnId ?? null,
        usage: toJson(message.usage),
      })
    },

    find(id: string): ChatMessage | undefined {
      const row = selectOne.get(id)
      return row && toMessage(row as unknown as MessageRow)
    },

    /** Changes the fields that are given and gives the message as it is now. @throws AppError `not-found` */
    update(id: string, change: MessageChange): ChatMessage {
      const row = updateRow.get({
        id,
        status: change.status ?? null,
        content: change.content ?? null,
        parts: toJson(change.parts),
        usage: toJson(change.usage),
        turnId: change.turnId ?? null,
        position: change.position ?? null,
      })
      if (!row) throw notFound()
      return toMessage(row as unknown as MessageRow)
    },

    /** The newest `limit` (50) messages of a conversation, or those just before the cursor `before`. */
    page({
      conversationId,
      before,
      limit = 50,
    }: {
      conversationId: string
      before?: string | undefined
      limit?: number | undefined
    }): MessagePage {
      return pageBefore(
        conversationId,
        before === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(before, 'before'),
        limit,
      )
    },

    /** The `limit` (50) messages just after the cursor `after`. */
    pageAfter({
      conversationId,
      after,
      limit = 50,
    }: {
      conversationId: string
      after: string
      limit?: number | undefined
    }): MiddlePage {
      const start = parseCursor(after, 'after')
      return { ...pageAfter(conversationId, start, limit), nextCursor: String(start + 1) }
    },

    /** `limit` (50) messages with the message `around` in their middle. @throws AppError `not-found` */
    pageAround({
      conversationId,
      around,
      limit = 50,
    }: {
      conversationId: string
      around: string
      limit?: number | undefined
    }): MiddlePage {
      const middle = selectOne.get(around) as unknown as MessageRow | undefined
      if (middle?.conversation_id !== conversationId) throw notFound()
      const half = Math.ceil(limit / 2)
      const older = pageBefore(conversationId, middle.position, half)
      const newer = pageAfter(conversationId, middle.position - 1, half)
      return { ...newer, messages: [...older.messages, ...newer.messages], nextCursor: older.nextCursor }
    },

    /** The messages with all words of `query`, the newest first; `limit` is 20 unless told. */
    search: (request: SearchRequest): MessageMatch[] => search(request).matches,

    /** The same, page by page. */
    searchPage: search,
  }
}

export interface SearchRequest {
  query: string
  limit?: number | undefined
  /** `nextCursor` of the page before. */
  cursor?: string | undefined
}

interface MessageRow {
  id: string
  conversation_id: string
  position: number
  role: ChatMessage['role']
  content: string
  parts: string
  status: ChatMessage['status']
  turn_id: string | null
  usage: string | null
  created_at: number
}

function toMessage(row: MessageRow): ChatMessage {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    position: row.position,
    role: row.role,
    content: row.content,
    parts: JSON.parse(row.parts),
    status: row.status,
    ...(row.turn_id !== null && { turnId: row.turn_id }),
    ...(row.usage !== null && { usage: JSON.parse(row.usage) }),
    createdAt: row.created_at,
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: no words have them, so they cannot be mistaken for any
const markCharacters = /([\u0002\u0003])/

/** Takes the marks out of a snippet: what is between \u0002 and \u0003. */
function readMarks(marked: string): Pick<MessageMatch, 'snippet' | 'marks'> {
  const marks: [number, number][] = []
  let snippet = ''
  const pieces = marked.replace(/\s+/g, ' ').trim().split(markCharacters)
  for (const piece of pieces) {
    const last = marks.at(-1)
    if (piece === '\u0002') marks.push([snippet.length, snippet.length])
    else if (piece === '\u0003' && last) last[1] = snippet.length
    else snippet += piece
  }
  return { snippet, marks }
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function parseCursor(cursor: string, field: 'before' | 'after' | 'cursor'): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new AppError('invalid', `${field}: must be a cursor of another page`, { field })
  return Number(cursor)
}

function notFound(): AppError {
  return new AppError('not-found', 'This message does not exist.')
}
