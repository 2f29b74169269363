import type { SentFile, Voice } from '../../protocol/turn-parts.ts'

/** What is kept of a voice message on this device, beside its sound, until the server has it. */
export interface Recording {
  /** Made on this device; it becomes the id of the message, so that a message that is sent twice is one. */
  id: string
  mediaType: string
  durationMs: number
  peaks: Voice['peaks']
  /** ms since 1970 */
  createdAt: number
  /** Where the owner sent it; undefined until then. */
  target?: { conversationId: string; isNewConversation: boolean }
  /** The sound, once the server has it. */
  sent?: SentFile
}

/** Where recordings survive a reload. Every method may fail: a browser can refuse or lose its storage at any time. */
export interface RecordingDisk {
  /** Oldest first. */
  all(): Promise<Recording[]>
  put(recording: Recording): Promise<void>
  /** Adds to the sound of a recording, and puts the recording as it is now. */
  append(recording: Recording, sound: Blob): Promise<void>
  sound(id: string): Promise<Blob[]>
  remove(id: string): Promise<void>
}
