import type { DatabaseSync } from 'node:sqlite'
import type { Conversation } from '../../protocol/chat.ts'
import type { Clock } from '../../system/clock.ts'
import { AppError } from '../../system/errors.ts'
import { searchQuery } from './search-query.ts'

export interface ConversationPage {
  conversations: Conversation[]
  /** Give it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null
}

export type Conversations = ReturnType<typeof createConversations>

const columns = `id, title, created_at AS createdAt, updated_at AS updatedAt,
  EXISTS (
    SELECT 1 FROM turns WHERE conversation_id = conversations.id AND status IN ('queued', 'running')
  ) AS isWorking`

/**
 * The conversations of the owner. Removing one hides it until it is restored: its id is never used again, so that a message that
 * a device sends late cannot bring it back.
 */
export function createConversations({ db, clock }: { db: DatabaseSync; clock: Pick<Clock, 'now'> }) {
  const insertRow = db.prepare(
    `INSERT INTO conversations (id, title, created_at, updated_at) VALUES (:id, :title, :now, :now)
     ON CONFLICT (id) DO NOTHING`,
  )
  const selectOne = db.prepare(`SELECT ${columns} FROM conversations WHERE id = ? AND removed_at IS NULL`)
  const page = `ORDER BY updated_at DESC, id DESC LIMIT :limit`
  const isAfterCursor = `removed_at IS NULL AND (updated_at, id) < (:updatedAt, :id)`
  const selectPage = db.prepare(`SELECT ${columns} FROM conversations WHERE ${isAfterCursor} ${page}`)
  const selectMatches = db.prepare(
    `SELECT ${columns} FROM conversations WHERE ${isAfterCursor} AND (
       number IN (SELECT rowid FROM conversation_words WHERE conversation_words MATCH :query)
       OR id IN (
         SELECT conversation_id FROM message_words JOIN messages ON messages.number = message_words.rowid
         WHERE message_words MATCH :query AND status <> 'withdrawn'
       )
     ) ${page}`,
  )
  const updateTitle = db.prepare('UPDATE conversations SET title = :title WHERE id = :id')
  const markRemoved = db.prepare(
    'UPDATE conversations SET removed_at = :now WHERE id = :id AND removed_at IS NULL',
  )
  const unmarkRemoved = db.prepare('UPDATE conversations SET removed_at = NULL WHERE id = ?')
  const updateTime = db.prepare('UPDATE conversations SET updated_at = :now WHERE id = :id')
  const takeSeq = db.prepare(
    'UPDATE conversations SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq AS seq',
  )
  const selectSeqs = db.prepare('SELECT last_seq AS last, floor_seq AS floor FROM conversations WHERE id = ?')
  const updateFloor = db.prepare('UPDATE conversations SET floor_seq = :seq WHERE id = :id')

  function find(id: string): Conversation | undefined {
    const row = selectOne.get(id)
    return row && toConversation(row as unknown as ConversationRow)
  }

  /** @throws AppError `not-found` */
  function require(id: string): Conversation {
    const conversation = find(id)
    if (!conversation) throw notFound()
    return conversation
  }

  /** @throws AppError `not-found` when the id was removed, `conflict` when it is in use. */
  function create({
    id = crypto.randomUUID(),
    title = 'New conversation',
  }: {
    id?: string | undefined
    title?: string | undefined
  } = {}): Conversation {
    const { changes } = insertRow.run({ id, title, now: clock.now() })
    const conversation = require(id)
    if (changes === 0) throw new AppError('conflict', 'A conversation with this id exists already.')
    return conversation
  }

  /** The newest ones first; `query` looks for its words in titles and messages. `limit` is 50 unless told. */
  function list({
    query = '',
    cursor,
    limit = 50,
  }: {
    query?: string | undefined
    cursor?: string | undefined
    limit?: number | undefined
  } = {}): ConversationPage {
    const start = cursor === undefined ? { updatedAt: Number.MAX_SAFE_INTEGER, id: '' } : parseCursor(cursor)
    const words = searchQuery(query)
    // One more than wanted tells whether there is a next page.
    const range = { ...start, limit: limit + 1 }
    const rows = words === undefined ? selectPage.all(range) : selectMatches.all({ ...range, query: words })
    const conversations = (rows as unknown as ConversationRow[]).slice(0, limit).map(toConversation)
    const last = conversations.at(-1)
    return {
      conversations,
      nextCursor: rows.length > limit && last ? `${last.updatedAt}.${last.id}` : null,
    }
  }

  /** @throws AppError `not-found` */
  function rename(id: string, title: string): Conversation {
    require(id)
    updateTitle.run({ id, title })
    return require(id)
  }

  /** @throws AppError `not-found` */
  function remove(id: string): void {
    if (markRemoved.run({ id, now: clock.now() }).changes === 0) throw notFound()
  }

  /** Takes a removal back. @throws AppError `not-found` */
  function restore(id: string): Conversation {
    unmarkRemoved.run(id)
    return require(id)
  }

  /** Moves it to the top of the list. */
  function touch(id: string): void {
    updateTime.run({ id, now: clock.now() })
  }

  /** The number of the next event of the conversation: one more than the last, and never given again. */
  function nextSeq(id: string): number {
    const row = takeSeq.get(id)
    if (!row) throw notFound()
    return Number(row.seq)
  }

  function seqs(id: string): { last: number; floor: number } {
    const row = selectSeqs.get(id)
    if (!row) throw notFound()
    return { last: Number(row.last), floor: Number(row.floor) }
  }

  return {
    create,
    find,
    require,
    list,
    rename,
    remove,
    restore,
    touch,
    nextSeq,
    /** The number of the newest event; 0 when there was none. */
    lastSeq: (id: string): number => seqs(id).last,
    /** Events up to and with this number are gone: a device that saw less than it needs the messages themselves. */
    floorSeq: (id: string): number => seqs(id).floor,
    setFloorSeq(id: string, seq: number): void {
      updateFloor.run({ id, seq })
    },
  }
}

interface ConversationRow extends Omit<Conversation, 'isWorking'> {
  isWorking: 0 | 1
}

function toConversation(row: ConversationRow): Conversation {
  return { ...row, isWorking: row.isWorking === 1 }
}

function parseCursor(cursor: string): { updatedAt: number; id: string } {
  const match = /^(\d{1,15})\.([A-Za-z0-9_-]{1,64})$/.exec(cursor)
  if (!match?.[2])
    throw new AppError('invalid', 'cursor: must be the nextCursor of the page before', { field: 'cursor' })
  return { updatedAt: Number(match[1]), id: match[2] }
}

function notFound(): AppError {
  return new AppError('not-found', 'This conversation does not exist, or was deleted.')
}
