/**
 * At most `limit` characters of a text, with a note of how much is missing. Of a log the `end` counts, of everything else the
 * beginning.
 */
export function cappedText(text: string, limit: number, kept: 'beginning' | 'end' = 'beginning'): string {
  if (text.length <= limit) return text
  const missing = text.length - limit
  return kept === 'beginning'
    ? `${text.slice(0, limit)}\n[… ${missing} more characters left out]`
    : `[${missing} earlier characters left out …]\n${text.slice(-limit)}`
}
