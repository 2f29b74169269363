import type { MessagePart, SentFile } from '../../protocol/turn-parts.ts'

/** The files that came with a message of the owner's. */
export function filesOf(parts: readonly MessagePart[]): SentFile[] {
  return parts.flatMap((part) => (part.type === 'file' ? [part.file] : []))
}
