import type { KeyboardEvent, RefObject } from 'react'
import type { Chat } from '../../chat.ts'
import type { ConversationStore } from '../../conversation/conversation-store.ts'

/** What a command of the composer works with. */
export interface CommandDesk {
  chat: Chat
  conversation: ConversationStore
  /** Puts a text into the field in place of what is there. */
  write(text: string): void
  /** Shows a hint above the field, and speaks it. */
  say(words: string): void
  /** Sends a text, with the files beside it, and empties the field. */
  send(text: string): void
  openHelp(): void
}

/** Takes a key of the field while the list of commands is open; true when the key was meant for the list. */
export type CommandKeys = RefObject<((event: KeyboardEvent) => boolean) | null>
