import type { MessagePlace } from '../../protocol/chat.ts'
import type { SentFile } from '../../protocol/turn-parts.ts'

/** An owner's message that the server has not yet confirmed to be on its disk. */
export interface OutboxEntry {
  /** Made on this device; the server recognises a message by it. */
  id: string
  conversationId: string
  /** The conversation was made on this device and the server may not know it yet. */
  isNewConversation: boolean
  /** The message that it is said in place of, in another conversation. */
  branch?: MessagePlace
  content: string
  /** On the server already. */
  files?: readonly SentFile[]
  /** ms since 1970; grows from entry to entry, so that it also is their order. */
  createdAt: number
  /** Why the server refused it. */
  failure?: { code: string; message: string }
}

/** Where entries survive a reload. Every method may fail: a browser can refuse or lose its storage at any time. */
export interface OutboxStore {
  /** All entries, oldest first. */
  all(): Promise<OutboxEntry[]>
  put(entry: OutboxEntry): Promise<void>
  remove(id: string): Promise<void>
}
