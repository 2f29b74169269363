import type { SearchMessages } from '../agents/tools/recall/search-messages.ts'
import type { Conversations } from '../platform/store/conversations.ts'
import type { Messages } from '../platform/store/messages.ts'

/** Full-text search over all messages, as the agent's `recall` needs it: with the conversation, the speaker and the time. */
export function createMessageSearch(deps: {
  messages: Messages
  conversations: Conversations
}): SearchMessages {
  return (query, limit) =>
    deps.messages.search({ query, limit }).flatMap(({ messageId, conversationId, snippet }) => {
      const message = deps.messages.find(messageId)
      if (message === undefined) return []
      const title = deps.conversations.find(conversationId)?.title ?? ''
      return { conversationId, title, at: message.createdAt, role: message.role, snippet }
    })
}
