import type { DatabaseSync } from 'node:sqlite'
import type { Conversation, MessagePlace } from '../../protocol/chat.ts'
import type { Clock } from '../../system/clock.ts'
import { AppError } from '../../system/errors.ts'
import { isFirstOfCopies, searchQuery } from './search-query.ts'

export interface ConversationPage {
  conversations: Conversation[]
  /** Give it as `cursor` for the next page; null on the last one. */
  nextCursor: string | null
}

export type Conversations = ReturnType<typeof createConversations>

const columns = `id, title, created_at AS createdAt, updated_at AS updatedAt,
  branched_conversation_id AS fromId, branched_message_id AS fromMessageId, family_id AS familyId, read_seq AS readTo,
  EXISTS (
    SELECT 1 FROM turns WHERE conversation_id = conversations.id AND status IN ('queued', 'running')
  ) AS isWorking,
  EXISTS (
    SELECT 1 FROM turns WHERE conversation_id = conversations.id AND status = 'running' AND needs_owner = 1
  ) AS needsOwner,
  (
    SELECT count(*) FROM messages WHERE conversation_id = conversations.id AND position > read_seq
      AND role = 'assistant' AND status IN ('done', 'failed', 'interrupted')
  ) AS unread,
  (
    SELECT count(*) FROM conversations AS relative
    WHERE relative.family_id = conversations.family_id AND relative.removed_at IS NULL
  ) AS familyCount`
/** Of the conversations that came from one another, the one that changed last. */
const isNewestOfFamily = `NOT EXISTS (
    SELECT 1 FROM conversations AS relative
    WHERE relative.family_id = conversations.family_id AND relative.removed_at IS NULL
      AND (relative.updated_at, relative.id) > (conversations.updated_at, conversations.id)
  )`

/**
 * The conversations of the owner. Removing one hides it until it is restored: its id is never used again, so that a message that
 * a device sends late cannot bring it back.
 */
export function createConversations({ db, clock }: { db: DatabaseSync; clock: Pick<Clock, 'now'> }) {
  const insertRow = db.prepare(
    `INSERT INTO conversations
       (id, title, created_at, updated_at, family_id, branched_conversation_id, branched_message_id)
     VALUES (:id, :title, :now, :now, :familyId, :fromId, :fromMessageId)
     ON CONFLICT (id) DO NOTHING`,
  )
  const selectOne = db.prepare(`SELECT ${columns} FROM conversations WHERE id = ? AND removed_at IS NULL`)
  const page = `ORDER BY updated_at DESC, id DESC LIMIT :limit`
  const isAfterCursor = `removed_at IS NULL AND (updated_at, id) < (:updatedAt, :id)`
  const selectPage = db.prepare(
    `SELECT ${columns} FROM conversations WHERE ${isAfterCursor} AND ${isNewestOfFamily} ${page}`,
  )
  const selectMatches = db.prepare(
    `SELECT ${columns} FROM conversations WHERE ${isAfterCursor} AND (
       number IN (SELECT rowid FROM conversation_words WHERE conversation_words MATCH :query) AND ${isNewestOfFamily}
       OR id IN (
         SELECT conversation_id FROM message_words JOIN messages ON messages.number = message_words.rowid
         WHERE message_words MATCH :query AND status <> 'withdrawn' AND ${isFirstOfCopies}
       )
     ) ${page}`,
  )
  const selectFamily = db.prepare(
    `SELECT ${columns} FROM conversations WHERE family_id = ? AND removed_at IS NULL ORDER BY updated_at DESC, id DESC`,
  )
  const raiseRead = db.prepare(
    'UPDATE conversations SET read_seq = min(:seq, last_seq) WHERE id = :id AND read_seq < min(:seq, last_seq)',
  )
  const startAt = db.prepare(
    'UPDATE conversations SET last_seq = :seq, floor_seq = :seq, read_seq = :seq WHERE id = :id',
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
  const selectFamilyId = db.prepare('SELECT family_id AS familyId FROM conversations WHERE id = ?')
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

  /** The same for a conversation that was removed. @throws AppError `not-found` */
  function familyIdOf(id: string): string {
    const row = selectFamilyId.get(id)
    if (!row) throw notFound()
    return String(row.familyId)
  }

  /** @throws AppError `not-found` when the id was removed, `conflict` when it is in use. */
  function create({
    id = crypto.randomUUID(),
    title = 'New conversation',
    branchedFrom,
  }: {
    id?: string | undefined
    title?: string | undefined
    branchedFrom?: MessagePlace | undefined
  } = {}): Conversation {
    const { changes } = insertRow.run({
      id,
      title,
      now: clock.now(),
      familyId: branchedFrom === undefined ? id : familyIdOf(branchedFrom.conversationId),
      fromId: branchedFrom?.conversationId ?? null,
      fromMessageId: branchedFrom?.messageId ?? null,
    })
    const conversation = require(id)
    if (changes === 0) throw new AppError('conflict', 'A conversation with this id exists already.')
    return conversation
  }

  /** The newest ones first, of each family the newest; `query` looks for its words in titles and messages. `limit` is 50 unless told. */
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
    /** All that came from one another by edits, this one among them, the newest first. */
    family: (id: string): Conversation[] =>
      (selectFamily.all(familyIdOf(id)) as unknown as ConversationRow[]).map(toConversation),
    /** The owner has read up to this position. False when that was known. */
    markRead: (id: string, seq: number): boolean => raiseRead.run({ id, seq }).changes > 0,
    /** Of a conversation that begins with copies: the next event comes after them, and they count as read. */
    startAfter(id: string, seq: number): void {
      startAt.run({ id, seq })
    },
    /** The number of the newest event; 0 when there was none. */
    lastSeq: (id: string): number => seqs(id).last,
    /** Events up to and with this number are gone: a device that saw less than it needs the messages themselves. */
    floorSeq: (id: string): number => seqs(id).floor,
    setFloorSeq(id: string, seq: number): void {
      updateFloor.run({ id, seq })
    },
  }
}

interface ConversationRow {
  id: string
  title: string
  createdAt: number
  updatedAt: number
  isWorking: 0 | 1
  needsOwner: 0 | 1
  readTo: number
  unread: number
  fromId: string | null
  fromMessageId: string | null
  familyId: string
  familyCount: number
}

function toConversation({
  fromId,
  fromMessageId,
  familyId,
  familyCount,
  ...row
}: ConversationRow): Conversation {
  return {
    ...row,
    isWorking: row.isWorking === 1,
    needsOwner: row.needsOwner === 1,
    ...(fromId !== null &&
      fromMessageId !== null && { branchedFrom: { conversationId: fromId, messageId: fromMessageId } }),
    ...(familyCount > 1 && { family: { id: familyId, count: familyCount } }),
  }
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
