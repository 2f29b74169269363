import { type SavedChat, savedChatKey } from '../../protocol/saved-chat.ts'
import type { ConversationState } from '../conversation/conversation-state.ts'

const mostMessages = 30
const mostCharacters = 4000

/** Keeps the newest messages on this device, for the page that is shown while Bloby cannot be reached. */
export function createSavedChat(
  storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  language: string,
) {
  let seenAt = Date.now()
  return {
    save(conversation: ConversationState, unsent: number, isOnline: boolean): void {
      if (isOnline) seenAt = Date.now()
      const messages = conversation.order.slice(-mostMessages).flatMap((id) => {
        const message = conversation.messages.get(id)
        if (!message || message.content === '') return []
        const { role, content, createdAt: at } = message
        return [{ role, text: content.slice(0, mostCharacters), at }]
      })
      const saved: SavedChat = { language, seenAt, unsent, messages }
      try {
        storage().setItem(savedChatKey, JSON.stringify(saved))
      } catch (error) {
        // Storage can be full or refused; the messages themselves are on the server.
        console.warn('The newest messages could not be saved on this device.', error)
      }
    },
    /** Nothing is left to who sits down at this device next. */
    forget(): void {
      try {
        storage().removeItem(savedChatKey)
      } catch (error) {
        console.warn('What was saved on this device could not be removed.', error)
      }
    },
  }
}
