import type { OutboxItem } from '../outbox/outbox.ts'
import { type ConversationState, messageOf } from './conversation-state.ts'

/** The messages of a conversation that the owner wrote and its record does not have yet, oldest first. */
export function unsentOf(items: readonly OutboxItem[], state: ConversationState): OutboxItem[] {
  return items.filter(
    (item) => item.conversationId === state.id && !messageOf(state, item.messageId ?? item.id),
  )
}

/** How many messages, of all conversations, the server does not have yet. */
export function unsentCount(items: readonly OutboxItem[]): number {
  return items.filter((item) => item.state !== 'accepted' && item.state !== 'failed').length
}
