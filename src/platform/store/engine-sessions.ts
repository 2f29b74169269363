import type { DatabaseSync } from 'node:sqlite'
import type { Clock } from '../../system/clock.ts'

export type EngineSessions = ReturnType<typeof createEngineSessions>

/** The session in which an engine keeps what it remembers of a conversation, so that it can go on there after a restart. */
export function createEngineSessions({ db, clock }: { db: DatabaseSync; clock: Pick<Clock, 'now'> }) {
  const selectRow = db.prepare(
    'SELECT session_id AS id FROM engine_sessions WHERE conversation_id = ? AND agent = ?',
  )
  const upsertRow = db.prepare(`
    INSERT INTO engine_sessions (conversation_id, agent, session_id, updated_at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET session_id = excluded.session_id, updated_at = excluded.updated_at
  `)
  const deleteRow = db.prepare('DELETE FROM engine_sessions WHERE conversation_id = ? AND agent = ?')

  return {
    /** The engine's own id of its session; undefined when it has none for this conversation. */
    find(conversationId: string, agent: string): string | undefined {
      const row = selectRow.get(conversationId, agent) as { id: string } | undefined
      return row?.id
    },

    /** Replaces the session known before. */
    set(conversationId: string, agent: string, sessionId: string): void {
      upsertRow.run(conversationId, agent, sessionId, clock.now())
    },

    /** Forgets the session; nothing happens when there is none. */
    remove(conversationId: string, agent: string): void {
      deleteRow.run(conversationId, agent)
    },
  }
}
