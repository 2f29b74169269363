/**
 * What the owner typed, as an FTS5 query that is never a syntax error: every word quoted, all of them wanted, the last
 * one as the beginning of a word. Undefined when there is no word.
 */
export function searchQuery(text: string): string | undefined {
  const words = text
    .replaceAll('\0', ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return undefined
  return `${words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' ')}*`
}

/**
 * A condition on `messages`: what was copied into a branch is found once, where it was said, or else in the oldest conversation
 * that still has it.
 */
export const isFirstOfCopies = `(messages.copy_of IS NULL OR NOT EXISTS (
    SELECT 1 FROM messages AS other JOIN conversations AS place ON place.id = other.conversation_id
    WHERE (other.id = messages.copy_of OR other.copy_of = messages.copy_of)
      AND other.number < messages.number AND place.removed_at IS NULL
  ))`
