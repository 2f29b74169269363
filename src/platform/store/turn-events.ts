import type { DatabaseSync } from 'node:sqlite'
import type { ConversationEvent } from '../../protocol/chat.ts'
import type { Clock } from '../../system/clock.ts'
import { inTransaction } from './transaction.ts'

export type TurnEvents = ReturnType<typeof createTurnEvents>

/** Everything that was said in a conversation, by its sequence number, as it goes over the wire. */
export function createTurnEvents({ db, clock }: { db: DatabaseSync; clock: Pick<Clock, 'now'> }) {
  const insertRow = db.prepare(
    `INSERT INTO turn_events (conversation_id, seq, turn_id, type, data, created_at)
     VALUES (:conversationId, :seq, :turnId, :type, :data, :createdAt)`,
  )
  const selectAfter = db.prepare(
    'SELECT data FROM turn_events WHERE conversation_id = ? AND seq > ? ORDER BY seq',
  )
  const selectOfTurn = db.prepare('SELECT data FROM turn_events WHERE turn_id = ? ORDER BY seq')
  const deleteBefore = db.prepare('DELETE FROM turn_events WHERE conversation_id = ? AND seq < ?')

  return {
    /** Keeps all of them or none; a number that is taken throws. */
    append(events: readonly ConversationEvent[]): void {
      if (events.length === 0) return
      inTransaction(db, () => {
        for (const event of events)
          insertRow.run({
            conversationId: event.conversationId,
            seq: event.seq,
            turnId: turnIdOf(event),
            type: event.type,
            data: JSON.stringify(event),
            createdAt: clock.now(),
          })
      })
    },

    /** The events of a conversation with a number over `seq`, in order. */
    after: (conversationId: string, seq: number): ConversationEvent[] =>
      selectAfter.all(conversationId, seq).map(toEvent),

    /** The events of a turn, with the messages that belong to it. */
    ofTurn: (turnId: string): ConversationEvent[] => selectOfTurn.all(turnId).map(toEvent),

    /** Forgets the events of a conversation with a number under `seq`; the messages stay. */
    pruneBefore(conversationId: string, seq: number): void {
      deleteBefore.run(conversationId, seq)
    },
  }
}

function turnIdOf(event: ConversationEvent): string | null {
  return ('turnId' in event ? event.turnId : event.message.turnId) ?? null
}

function toEvent(row: Record<string, unknown>): ConversationEvent {
  return JSON.parse(String(row.data))
}
