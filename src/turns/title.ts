import type { SentFile } from '../protocol/turn-parts.ts'

const longest = 48
/** What people say before they say what they want. */
const courtesies =
  /^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|bloby|please|thanks|thank you|ok|okay|so|now|well)\b[\s,.!:;–—-]*|(?:can|could|would|will) you (?:please )?|i(?:'d| would) like you to |i (?:want|need) you to )/i

/**
 * What a conversation is called after its first message: the sentence with what is wanted, without courtesies, or the name of its
 * first file. Empty for a message that is a greeting and no more.
 */
export function titleOf(content: string, files: readonly SentFile[]): string {
  const [file] = files
  return short(withoutCourtesies(plain(content))) || (file?.voice ? 'Voice message' : file?.name) || ''
}

/**
 * A better title once the first answer is there: of a message that said little, the answer's heading or first sentence. Undefined
 * when the message's own words will do.
 */
export function titleAfterAnswer(
  content: string,
  files: readonly SentFile[],
  answer: string,
): string | undefined {
  if (titleOf(content, files) !== '') return undefined
  const heading = /^#{1,6}\s+(.+)$/m.exec(answer)?.[1]
  return short(withoutCourtesies(plain(heading ?? answer))) || undefined
}

/** The title of a conversation that has none of its own: what was typed, as it was. */
export function fallbackTitle(content: string): string {
  return cut(content.trim().split('\n', 1)[0] ?? '')
}

function withoutCourtesies(text: string): string {
  let rest = text
  for (;;) {
    const shorter = rest.replace(courtesies, '')
    if (shorter === rest) return rest
    rest = shorter
  }
}

function short(text: string): string {
  const sentence = /^.+?[.!?…](?=\s|$)/.exec(text)?.[0] ?? text
  const words = cut(sentence.replace(/[.!…:,;]+$/, ''))
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function cut(text: string): string {
  if (text.length <= longest) return text
  const start = text.slice(0, longest)
  const end = start.lastIndexOf(' ')
  return `${(end > longest / 2 ? start.slice(0, end) : start).replace(/[\s,;:–—-]+$/, '')}…`
}

/** The first line with words in it, without the marks of markdown. */
function plain(text: string): string {
  const lines = text.replace(/```[\s\S]*?(?:```|$)/g, '\n').split('\n')
  const line = lines.find((each) => /[\p{L}\p{N}]/u.test(each)) ?? ''
  return line
    .replace(/^\s*(?:#{1,6}|[-*+>]|\d+[.)])\s+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replace(/\s+/g, ' ')
    .trim()
}
