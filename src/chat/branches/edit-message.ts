import type { ChatMessage } from '../../protocol/chat.ts'
import type { Chat } from '../chat.ts'
import { filesOf } from '../transcript/files-of.ts'

/**
 * Puts a message of the owner's into the composer, to be said anew in its place. What was there waits under it. While the agent still
 * works on the message it is not to be replaced: its words are added to what is being written, as a follow-up.
 */
export function editMessage(chat: Chat, message: ChatMessage): void {
  const { content, conversationId, id, parts, turnId } = message
  const turn = chat.active.find(conversationId)?.store.getState().turn
  if (turn && turn.id === turnId) {
    chat.compose(content, { files: filesOf(parts) })
    return
  }
  const place = placeOf(id)
  // An edit that a reload cut off is gone on with.
  if (chat.drafts.read(place).text === '' && chat.attachments.read(place).length === 0) {
    chat.drafts.write(place, content)
    chat.attachments.restore(place, filesOf(parts))
  }
  chat.editing.setState({ message: { conversationId, messageId: id } })
  chat.focusComposer()
}

/** Leaves the message as it is; what was in the composer before is there again. */
export function cancelEdit(chat: Chat): void {
  const { message } = chat.editing.getState()
  if (!message) return
  chat.editing.setState({ message: null })
  chat.drafts.write(placeOf(message.messageId), '')
  chat.attachments.take(placeOf(message.messageId))
  chat.focusComposer()
}

function placeOf(messageId: string) {
  return { id: messageId, isNew: false }
}
