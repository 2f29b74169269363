import type { ConversationEvent } from '../protocol/chat.ts'
import { partUpdateOf } from '../protocol/turn-events.ts'
import { applyPartUpdate, type MessagePart } from '../protocol/turn-parts.ts'

/** What a turn had said, by the events on record. */
export function recordedParts(events: readonly ConversationEvent[]): MessagePart[] {
  return events.flatMap((event) => partUpdateOf(event) ?? []).reduce<MessagePart[]>(applyPartUpdate, [])
}
