import type { DatabaseSync } from 'node:sqlite'
import type { Conversations } from '../platform/store/conversations.ts'
import { inTransaction } from '../platform/store/transaction.ts'
import type { TurnEvents } from '../platform/store/turn-events.ts'
import type { ConversationEvent, ServerMessage } from '../protocol/chat.ts'

export interface RecordDeps {
  db: DatabaseSync
  conversations: Conversations
  events: TurnEvents
  broadcast: (message: ServerMessage) => void
}

/** Adds events to the record while a change is made. */
export interface Entry {
  /** Says something that is no part of the record, in its place among the events, once the change is on disk. */
  tell(message: ServerMessage): void
  /** The event is built with its number. */
  add<T extends ConversationEvent>(build: (at: { conversationId: string; seq: number }) => T): T
}

/**
 * The record of the conversations. A change of the database and the events that tell of it are one transaction, and the events
 * are sent only after it is on disk: what a device has seen is never more than what a restart finds.
 */
export function createRecord({ db, conversations, events, broadcast }: RecordDeps) {
  return {
    change<T>(conversationId: string, make: (entry: Entry) => T): T {
      const added: ConversationEvent[] = []
      const told: ServerMessage[] = []
      const result = inTransaction(db, () => {
        const made = make({
          tell: (message) => told.push(message),
          add(build) {
            const event = build({ conversationId, seq: conversations.nextSeq(conversationId) })
            added.push(event)
            told.push(event)
            return event
          },
        })
        events.append(added)
        return made
      })
      for (const message of told) broadcast(message)
      return result
    },
  }
}
export type ConversationRecord = ReturnType<typeof createRecord>
