import { randomUUID } from 'node:crypto'
import type { Conversations } from '../platform/store/conversations.ts'
import type { Messages } from '../platform/store/messages.ts'
import type { Settings } from '../platform/store/settings.ts'
import type { ChatMessage } from '../protocol/chat.ts'
import type { Clock } from '../system/clock.ts'
import type { ConversationRecord } from './record.ts'

/** Gives what says something outside of any turn: in the named conversation, else the active one, else a new one. */
export function createPost(deps: {
  record: ConversationRecord
  conversations: Conversations
  messages: Messages
  settings: Settings
  clock: Clock
  announce: (conversationId: string) => void
}) {
  const { record, conversations, messages, settings, clock } = deps

  return function post(text: string, named?: string): void {
    const wanted = named ?? settings.get('activeConversationId')
    const known = wanted && conversations.find(wanted) ? wanted : undefined
    const conversationId = known ?? randomUUID()
    record.change(conversationId, (entry) => {
      if (known === undefined) {
        const conversation = conversations.create({ id: conversationId, title: 'Bloby' })
        settings.set('activeConversationId', conversationId)
        entry.tell({ type: 'chat:conversation-created', conversation })
        entry.tell({ type: 'chat:cleared', conversationId })
      }
      entry.add((at) => {
        const message: ChatMessage = {
          id: randomUUID(),
          conversationId,
          position: at.seq,
          role: 'assistant',
          content: text,
          parts: [{ type: 'text', text }],
          status: 'done',
          createdAt: clock.now(),
        }
        messages.insert(message)
        return { type: 'chat:sync', ...at, message }
      })
      conversations.touch(conversationId)
    })
    deps.announce(conversationId)
  }
}
