import { texts } from '../texts.ts'

/**
 * What a screen reader is told of an answer while it is written: whole sentences, each once, without the marks.
 *
 * @param from how much of `text` was spoken before
 * @param isComplete whether no more text comes, so that the rest is spoken too
 */
export function nextSpoken(text: string, from: number, isComplete: boolean): { spoken: string; to: number } {
  const rest = text.slice(from)
  const length = isComplete ? rest.length : endOfSentences(rest)
  return { spoken: plain(rest.slice(0, length)), to: from + length }
}

/** Up to the last end of a sentence or line outside of a code block; 0 when no sentence is finished. */
function endOfSentences(text: string): number {
  const open = text.lastIndexOf('```')
  const isInFence = (text.match(/```/g)?.length ?? 0) % 2 === 1
  const readable = isInFence ? text.slice(0, open) : text
  let end = 0
  for (const match of readable.matchAll(/[.!?…:](?=\s)|\n/g)) end = match.index + match[0].length
  return end
}

function plain(markdown: string): string {
  return markdown
    .replace(/```[\s\S]*?(```|$)/g, ` ${texts.spoken.code} `)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[ \t]*(#{1,6}|[-*+>]|\|)[ \t]+/gm, '')
    .replace(/[*_`~|]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
