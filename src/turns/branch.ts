import type { Branches } from '../platform/store/branches.ts'
import type { Conversations } from '../platform/store/conversations.ts'
import type { Messages } from '../platform/store/messages.ts'
import type { Conversation, MessagePlace } from '../protocol/chat.ts'
import { AppError } from '../system/errors.ts'

export interface BranchDeps {
  conversations: Conversations
  messages: Messages
  branches: Branches
}

/**
 * Gives what begins a conversation with what was said before a message of the owner's, in whose place another one is to be said. It
 * is part of the transaction that brings that one. Throws `AppError` when the message is not there any more.
 */
export function createBranch({ conversations, messages, branches }: BranchDeps) {
  return function branch(id: string, from: MessagePlace): Conversation {
    const { title } = conversations.require(from.conversationId)
    const replaced = messages.find(from.messageId)
    if (
      replaced?.conversationId !== from.conversationId ||
      replaced.role !== 'user' ||
      replaced.status === 'withdrawn'
    )
      throw new AppError('not-found', 'The message that this was an edit of is not there any more.')
    conversations.create({ id, title, branchedFrom: from })
    conversations.startAfter(id, branches.copyBefore(replaced, id))
    return conversations.require(id)
  }
}
