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
