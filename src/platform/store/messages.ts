import type { DatabaseSync } from 'node:sqlite'
import type { ChatMessage } from '../../protocol/chat.ts'
import { AppError } from '../../system/errors.ts'
import { searchQuery } from './search-query.ts'

export interface MessagePage {
  /** The oldest first. */
  messages: ChatMessage[]
  /** Give it as `before` for the page before this one; null when there is none. */
  nextCursor: string | null
}

export interface MessageMatch {
  messageId: string
  conversationId: string
  /** The words around the match, on one line. */
  snippet: string
  position: number
}

export type MessageChange = Partial<Pick<ChatMessage, 'status' | 'content' | 'parts' | 'usage' | 'turnId'>>

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
       usage = coalesce(:usage, usage), turn_id = coalesce(:turnId, turn_id)
     WHERE id = :id RETURNING *`,
  )
  const selectPage = db.prepare(
    `SELECT * FROM messages WHERE conversation_id = :conversationId AND position < :before AND status <> 'withdrawn'
     ORDER BY position DESC LIMIT :limit`,
  )
  const selectMatches = db.prepare(
    `SELECT messages.id AS messageId, conversation_id AS conversationId, position,
       snippet(message_words, 0, '', '', '…', 24) AS snippet
     FROM message_words
       JOIN messages ON messages.number = message_words.rowid
       JOIN conversations ON conversations.id = messages.conversation_id
     WHERE message_words MATCH :query AND messages.status <> 'withdrawn' AND conversations.removed_at IS NULL
     ORDER BY message_words.rowid DESC LIMIT :limit`,
  )

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
      })
      if (!row) throw new AppError('not-found', 'This message does not exist.')
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
      const start = before === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(before)
      // One more than wanted tells whether there are older ones.
      const rows = selectPage.all({ conversationId, before: start, limit: limit + 1 })
      const messages = (rows as unknown as MessageRow[]).slice(0, limit).map(toMessage).reverse()
      const oldest = messages[0]
      return { messages, nextCursor: rows.length > limit && oldest ? String(oldest.position) : null }
    },

    /** The messages with all words of `query`, the newest first; `limit` is 20 unless told. */
    search({ query, limit = 20 }: { query: string; limit?: number }): MessageMatch[] {
      const words = searchQuery(query)
      if (words === undefined) return []
      const rows = selectMatches.all({ query: words, limit }) as unknown as MessageMatch[]
      return rows.map((row) => ({ ...row, snippet: row.snippet.replace(/\s+/g, ' ').trim() }))
    },
  }
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

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

function parseCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor))
    throw new AppError('invalid', 'before: must be the nextCursor of the page after', { field: 'before' })
  return Number(cursor)
}
