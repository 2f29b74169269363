import type { DatabaseSync } from 'node:sqlite'
import type { Usage } from '../../protocol/chat.ts'
import type { Notice } from '../../protocol/turn-parts.ts'
import { AppError } from '../../system/errors.ts'

/** `background`: the engine itself went on, because something that it had started came to its end. */
export type TurnOrigin = 'owner' | 'pulse' | 'cron' | 'repair' | 'background'
export type TurnStatus = 'queued' | 'running' | 'done' | 'stopped' | 'failed' | 'interrupted' | 'withdrawn'

/** One run of the agent. Times are ms since 1970. */
export interface Turn {
  id: string
  conversationId: string
  origin: TurnOrigin
  status: TurnStatus
  /** The message that asked for it. */
  requestId: string
  /** The message that answers it. */
  messageId: string
  /** The turn that was cut off and that this one goes on with. */
  continues?: string
  /** Name of the agent that runs it. */
  agent: string
  createdAt: number
  startedAt?: number
  endedAt?: number
  usage?: Usage
  error?: Notice
  usedFileTools: boolean
}

export type TurnChange = Partial<
  Pick<Turn, 'status' | 'agent' | 'startedAt' | 'endedAt' | 'usage' | 'error' | 'usedFileTools'>
>

export type Turns = ReturnType<typeof createTurns>

/** The turns of all conversations. The database itself holds that a conversation has one running turn at most. */
export function createTurns({ db }: { db: DatabaseSync }) {
  const insertRow = db.prepare(
    `INSERT INTO turns
       (id, conversation_id, origin, status, request_id, message_id, continues, agent, created_at, started_at, ended_at,
        usage, error, used_file_tools)
     VALUES (:id, :conversationId, :origin, :status, :requestId, :messageId, :continues, :agent, :createdAt, :startedAt,
       :endedAt, :usage, :error, :usedFileTools)`,
  )
  const selectOne = db.prepare('SELECT * FROM turns WHERE id = ?')
  const updateRow = db.prepare(
    `UPDATE turns SET
       status = coalesce(:status, status), agent = coalesce(:agent, agent),
       started_at = coalesce(:startedAt, started_at), ended_at = coalesce(:endedAt, ended_at),
       usage = coalesce(:usage, usage), error = coalesce(:error, error),
       used_file_tools = coalesce(:usedFileTools, used_file_tools)
     WHERE id = :id RETURNING *`,
  )
  const updateNeedsOwner = db.prepare('UPDATE turns SET needs_owner = ? WHERE id = ?')
  const selectQueued = db.prepare(
    `SELECT * FROM turns WHERE conversation_id = ? AND status = 'queued' ORDER BY number LIMIT ?`,
  )
  const updateNumber = db.prepare(
    'UPDATE turns SET number = (SELECT max(number) + 1 FROM turns) WHERE id = ?',
  )
  const selectRunning = db.prepare(`SELECT * FROM turns WHERE status = 'running' ORDER BY number`)
  const selectWaiting = db.prepare(`SELECT DISTINCT conversation_id FROM turns WHERE status = 'queued'`)
  const selectContinuation = db.prepare('SELECT * FROM turns WHERE continues = ?')
  const selectOfRequest = db.prepare('SELECT * FROM turns WHERE request_id = ? ORDER BY number LIMIT 1')
  const selectLatest = db.prepare(
    'SELECT * FROM turns WHERE conversation_id = ? ORDER BY number DESC LIMIT 1',
  )
  const countWithChanges = db.prepare(
    `SELECT count(*) AS count FROM turns WHERE status = 'done' AND used_file_tools = 1`,
  )

  const selectCost = db.prepare(
    `SELECT coalesce(sum(json_extract(usage, '$.costUsd')), 0) AS cost FROM turns
     WHERE ended_at >= ? AND origin IN (SELECT value FROM json_each(?))`,
  )

  function queued(conversationId: string, limit = -1): Turn[] {
    return (selectQueued.all(conversationId, limit) as unknown as TurnRow[]).map(toTurn)
  }

  return {
    insert(turn: Turn): void {
      insertRow.run({
        ...turn,
        continues: turn.continues ?? null,
        startedAt: turn.startedAt ?? null,
        endedAt: turn.endedAt ?? null,
        usage: toJson(turn.usage),
        error: toJson(turn.error),
        usedFileTools: Number(turn.usedFileTools),
      })
    },

    find(id: string): Turn | undefined {
      const row = selectOne.get(id)
      return row && toTurn(row as unknown as TurnRow)
    },

    /** Changes the fields that are given and gives the turn as it is now. @throws AppError `not-found` */
    update(id: string, change: TurnChange): Turn {
      const row = updateRow.get({
        id,
        status: change.status ?? null,
        agent: change.agent ?? null,
        startedAt: change.startedAt ?? null,
        endedAt: change.endedAt ?? null,
        usage: toJson(change.usage),
        error: toJson(change.error),
        usedFileTools: change.usedFileTools === undefined ? null : Number(change.usedFileTools),
      })
      if (!row) throw new AppError('not-found', 'This turn does not exist.')
      return toTurn(row as unknown as TurnRow)
    },

    /** Whether a question of the turn's is open; for as long as the turn runs. */
    setNeedsOwner(id: string, needsOwner: boolean): void {
      updateNeedsOwner.run(Number(needsOwner), id)
    },

    /** The turn of the conversation that has waited longest. */
    nextQueued: (conversationId: string): Turn | undefined => queued(conversationId, 1)[0],

    /** The turns of the conversation that wait, in the order in which they were asked for. */
    queued: (conversationId: string): Turn[] => queued(conversationId),

    /** Makes a turn that waits the last of all. */
    moveToEnd(id: string): void {
      updateNumber.run(id)
    },

    /** The running turns of all conversations; after a start these are the ones that a crash cut off. */
    running: (): Turn[] => (selectRunning.all() as unknown as TurnRow[]).map(toTurn),

    /** The conversations in which turns wait. */
    waiting: (): string[] => selectWaiting.all().map((row) => String(row.conversation_id)),

    /** The turn that goes on with this one, when there is one. */
    continuationOf(id: string): Turn | undefined {
      const row = selectContinuation.get(id)
      return row && toTurn(row as unknown as TurnRow)
    },

    /** The turn of the conversation that was asked for last. */
    latest(conversationId: string): Turn | undefined {
      const row = selectLatest.get(conversationId)
      return row && toTurn(row as unknown as TurnRow)
    },

    /** The turn that a message first asked for. */
    ofRequest(messageId: string): Turn | undefined {
      const row = selectOfRequest.get(messageId)
      return row && toTurn(row as unknown as TurnRow)
    },

    /** How many finished turns changed files. */
    countChanges: (): number => Number(countWithChanges.get()?.count),

    /** What the turns of these origins cost that ended since then (ms since 1970), in US dollars; unknown costs count nothing. */
    costSince: (atMs: number, origins: readonly TurnOrigin[]): number =>
      Number(selectCost.get(atMs, JSON.stringify(origins))?.cost),
  }
}

interface TurnRow {
  id: string
  conversation_id: string
  origin: TurnOrigin
  status: TurnStatus
  request_id: string
  message_id: string
  continues: string | null
  agent: string
  created_at: number
  started_at: number | null
  ended_at: number | null
  usage: string | null
  error: string | null
  used_file_tools: 0 | 1
}

function toTurn(row: TurnRow): Turn {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    origin: row.origin,
    status: row.status,
    requestId: row.request_id,
    messageId: row.message_id,
    ...(row.continues !== null && { continues: row.continues }),
    agent: row.agent,
    createdAt: row.created_at,
    ...(row.started_at !== null && { startedAt: row.started_at }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
    ...(row.usage !== null && { usage: JSON.parse(row.usage) }),
    ...(row.error !== null && { error: JSON.parse(row.error) }),
    usedFileTools: row.used_file_tools === 1,
  }
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
