import { randomUUID } from 'node:crypto'
import type { Files } from '../platform/files/files.ts'
import type { Branches } from '../platform/store/branches.ts'
import type { Conversations } from '../platform/store/conversations.ts'
import type { Messages } from '../platform/store/messages.ts'
import type { Settings } from '../platform/store/settings.ts'
import type { Turn, Turns } from '../platform/store/turns.ts'
import type { ChatMessage, ClientMessage } from '../protocol/chat.ts'
import type { SentFile } from '../protocol/turn-parts.ts'
import type { Clock } from '../system/clock.ts'
import { AppError } from '../system/errors.ts'
import { createAttachments } from './attachments.ts'
import { createBranch } from './branch.ts'
import type { ConversationRecord } from './record.ts'
import { fallbackTitle, titleOf } from './title.ts'

type OwnerMessage = Omit<Extract<ClientMessage, { type: 'user:message' }>, 'type'>

export interface IntakeDeps {
  record: ConversationRecord
  conversations: Conversations
  messages: Messages
  branches: Branches
  turns: Turns
  settings: Settings
  files: Pick<Files, 'save' | 'record' | 'discard' | 'find'>
  clock: Clock
}

/**
 * Gives what puts a message of the owner's on disk, with its files, its turn in the queue and, where it begins one, its
 * conversation: all of it or nothing. Throws `AppError` for a message that cannot be taken; gives the conversation's id.
 */
export function createIntake(deps: IntakeDeps) {
  const { record, conversations, messages, turns, settings } = deps
  const attachments = createAttachments(deps.files)
  const branch = createBranch(deps)

  /** Where a message belongs: where it says, else to the active conversation, else to a new one. */
  function placeOf(message: OwnerMessage): { conversationId: string; isNew: boolean } {
    const named = message.conversationId
    if (named !== undefined) {
      if (conversations.find(named) !== undefined) return { conversationId: named, isNew: false }
      if (message.isNewConversation) return { conversationId: named, isNew: true }
      conversations.require(named)
    }
    const active = settings.get('activeConversationId')
    if (active && conversations.find(active) !== undefined) return { conversationId: active, isNew: false }
    return { conversationId: randomUUID(), isNew: true }
  }

  return function take(message: OwnerMessage): string {
    const { attachments: attached = [] } = message
    if (message.content.trim() === '' && attached.length === 0)
      throw new AppError('invalid', 'The message is empty.', { field: 'content' })
    const place = placeOf(message)
    return attachments.keep(attached, (files, recordFiles) => {
      put(message, place, files, recordFiles)
      return place.conversationId
    })
  }

  function put(
    message: OwnerMessage,
    { conversationId, isNew }: ReturnType<typeof placeOf>,
    files: readonly SentFile[],
    recordFiles: () => void,
  ) {
    record.change(conversationId, (entry) => {
      if (isNew) {
        const title = titleOf(message.content, files) || fallbackTitle(message.content)
        const conversation = message.branch
          ? branch(conversationId, message.branch)
          : conversations.create({ id: conversationId, title })
        settings.set('activeConversationId', conversationId)
        entry.tell({ type: 'chat:conversation-created', conversation })
        entry.tell({ type: 'chat:cleared', conversationId })
        for (const relative of message.branch ? conversations.family(conversationId) : [])
          entry.tell({ type: 'chat:conversation-changed', conversation: relative })
      }
      recordFiles()
      const turn = queuedTurn(deps, conversationId, message.id)
      entry.add((at) => {
        const created = requestMessage(message, files, turn, at.seq)
        messages.insert(created)
        if (isNew && message.branch) deps.branches.setVariant(created.id, message.branch.messageId)
        return { type: 'chat:sync', ...at, message: created }
      })
      turns.insert(turn)
      conversations.touch(conversationId)
    })
  }
}

/** A turn that waits to answer a message. */
export function queuedTurn(
  { settings, clock }: Pick<IntakeDeps, 'settings' | 'clock'>,
  conversationId: string,
  requestId: string,
): Turn {
  return {
    id: randomUUID(),
    conversationId,
    origin: 'owner',
    status: 'queued',
    requestId,
    messageId: randomUUID(),
    agent: settings.get('provider') ?? 'demo',
    createdAt: clock.now(),
    usedFileTools: false,
  }
}

function requestMessage(
  message: OwnerMessage,
  files: readonly SentFile[],
  turn: Turn,
  position: number,
): ChatMessage {
  return {
    id: message.id,
    conversationId: turn.conversationId,
    position,
    role: 'user',
    content: message.content,
    parts: files.map((file) => ({ type: 'file', file })),
    status: 'queued',
    turnId: turn.id,
    createdAt: turn.createdAt,
  }
}
