import type { NoteKind, Wish } from './wish.ts'

const note = '(note|to-?\\s?do|task|reminder|link|bookmark)'
const add =
  '(?:add|make|create|keep|save|build|put|write|write down|take|jot down|show|insert|include|give me|i (?:want|need)|new)'
const article = '(?:\\s*\\b(?:a|an|the|this|these|my|me|some|another|new|simple|small)\\b)*'
const card = /\b(?:cards?|widgets?|panels?|tiles?)\b/i

/** Wishes for something new: a card, a note, a to-do, a link, a route of the backend. */
export function parseAddition(words: string): Wish | undefined {
  return parseRoute(words) ?? parseToList(words) ?? parseCard(words) ?? parseNote(words)
}

function parseRoute(words: string): Wish | undefined {
  const match =
    /^(?:add|make|create|build)\b(?:\s+(?:an?|the|new|backend|api|get|simple))*\s+(?:route|endpoint|url|path)\s*(?:called|named|at|for|:)?\s*["'“]?([/\w-]+)["'”]?(.*)$/is.exec(
      words,
    ) ?? /^(?:add|make|create|build|get)\s+(?:get\s+)?(\/[/\w-]+)(.*)$/is.exec(words)
  if (!match?.[1]) return undefined
  const path = match[1]
    .toLowerCase()
    .replace(/^\/?app\/api(?=\/)/, '')
    .replace(/\/+/g, '/')
    .replace(/^\/|\/$/g, '')
  const says =
    /^[\s,]*(?:that|which|to|and|it)?\s*(?:should\s+|must\s+)?(?:just\s+)?(?:says?|returns?|answers?|responds?|repl(?:y|ies)|saying|returning|answering|prints?|with)\s+(?:with\s+)?(.+)$/is.exec(
      match[2] ?? '',
    )?.[1]
  return { kind: 'add-route', path: `/${path}`, says: bare(says ?? '') || 'Hello' }
}

function parseCard(words: string): Wish | undefined {
  const match = new RegExp(`^${add}${article}\\s+(.+)$`, 'is').exec(words)
  const what = match?.[1]
  if (!what) return undefined
  const [head = '', ...tail] = what.split(
    /:\s+|\s+(?=(?:saying|that says|that said|with the text|which says)\s)/,
  )
  const isList =
    /\b(?:to-?\s?do|task|note|link)s?\s+list\b|\blist of\s+(?:to-?\s?dos|tasks|notes|links)\b/i.test(head)
  if (!card.test(head) && !isList) return undefined
  const text = bare(
    tail.join(': ').replace(/^(?:saying|that says|that said|with the text|which says)\s+/i, ''),
  )
  const title = bare(/\b(?:called|named|titled)\s+(.+)$/is.exec(head)?.[1] ?? '')
  const kind = new RegExp(`\\b${note}s?\\b`, 'i').exec(
    head.replace(/\b(?:called|named|titled)\s+.+$/is, ''),
  )?.[1]
  if (!kind && !title) {
    const other = head
      .replace(card, '')
      .replace(/^\s*(?:for|with|of|to|about)\s+/i, '')
      .trim()
    return other === '' ? { kind: 'add-card', card: 'note' } : { kind: 'add-other-card', what: other }
  }
  return {
    kind: 'add-card',
    card: kind ? kindOf(kind) : 'note',
    ...(title && { title }),
    ...(text && { text }),
  }
}

function parseToList(words: string): Wish | undefined {
  const toList =
    /^(?:add|put|write)\s+(.+?)\s+(?:to|on|onto|in|into)\s+(?:my|the)\s+(?:(note|to-?\s?do|task|link|bookmark)s?(?:\s+list)?|(?:shopping\s+)?list)$/is.exec(
      words,
    )
  return toList?.[1] ? keep(toList[2] ?? 'todo', toList[1], true) : undefined
}

function parseNote(words: string): Wish | undefined {
  const url =
    /^(?:(?:add|keep|save|bookmark|store|note)\b(?:\s+(?:this|the|a|my))?(?:\s+(?:link|page|site|url|bookmark))?\s*:?\s*)?(https?:\/\/\S+)$/i.exec(
      words,
    )?.[1]
  if (url) return { kind: 'keep', note: 'link', texts: [url] }

  const match =
    new RegExp(
      `^${add}${article}\\s+${note}(s)?(?:\\s+list)?\\s*(?::|–|-\\s|\\bsaying\\b|\\bthat says\\b|\\bwith the text\\b|\\bcalled\\b|\\bto\\b|\\bthat\\b|\\babout\\b|\\bfor\\b)\\s*(.+)$`,
      'is',
    ).exec(words) ?? new RegExp(`^${note}(s)?\\s*:\\s*(.+)$`, 'is').exec(words)
  if (match?.[1] && match[3]) return keep(match[1], match[3], match[2] !== undefined)

  const todo = /^(?:add\s+)?to-?do\s+(?!list\b)(.+)$/is.exec(words)?.[1]
  if (todo) return keep('todo', todo, false)

  const bareCard = new RegExp(`^(?:add|make|create|new)${article}\\s+${note}s?$`, 'i').exec(words)?.[1]
  return bareCard ? { kind: 'add-card', card: kindOf(bareCard) } : undefined
}

function keep(kind: string, text: string, isList: boolean): Wish | undefined {
  const lines = text.includes('\n')
    ? text.split('\n')
    : isList
      ? text.split(/\s*,\s*(?:and\s+)?|\s+and\s+/)
      : [text]
  const texts = lines
    .map((line) => bare(line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '')))
    .filter((line) => line !== '')
  return texts.length === 0 ? undefined : { kind: 'keep', note: kindOf(kind), texts }
}

function kindOf(word: string): NoteKind {
  if (/^note/i.test(word)) return 'note'
  return /^(?:link|bookmark)/i.test(word) ? 'link' : 'todo'
}

function bare(text: string): string {
  const words = text.trim().replace(/[.!;,]+$/, '')
  return words.replace(/^["“'‘](.*)["”'’]$/s, '$1').trim()
}
