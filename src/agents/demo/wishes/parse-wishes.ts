import { colourNames, readAccent } from './accent.ts'
import { parseAddition } from './parse-addition.ts'
import { splitRequest } from './split-request.ts'
import { findWhen } from './when.ts'
import type { Wish } from './wish.ts'

/** A longer text is no request that rules could read, and would keep them busy for too long. */
const maxLength = 4000

/** What the owner asks for, in order; a request that says nothing known is one `unknown` wish. Pure: `now` dates "tomorrow". */
export function parseWishes(text: string, now: Date): Wish[] {
  if (text.length > maxLength) return [{ kind: 'too-long' }]
  const clauses = splitRequest(text.replace(/[^\S\n]+/g, ' '), (piece) => {
    const { kind } = parseClause(piece, now)
    return {
      isWish: kind !== 'unknown',
      isOpen: ['remember', 'keep', 'schedule', 'add-route', 'add-card'].includes(kind),
      isWhole: kind === 'schedule' && opensWithTime(piece, now),
    }
  })
  const wishes = clauses.map((clause) => parseClause(clause, now))
  const known = wishes.filter((wish) => wish.kind !== 'unknown')
  // "Hi" before a request is not answered with what there is to ask for.
  const asked = known.filter((wish) => wish.kind !== 'help' || known.length === 1)
  if (asked.length === 0) return [{ kind: 'unknown' }]
  // What opens a request may be why it is asked; a question is never that.
  const isUnanswered = wishes.some(
    (wish, index) => wish.kind === 'unknown' && (index > 0 || clauses[index]?.endsWith('?')),
  )
  return isUnanswered ? [...asked, { kind: 'unknown' }] : asked
}

function opensWithTime(sentence: string, now: Date): boolean {
  const words = withoutManners(sentence)
  return /^remind\b/i.test(words) || (findWhen(words, now)?.isFirst ?? false)
}

function parseClause(clause: string, now: Date): Wish {
  const words = withoutManners(clause)
  for (const parse of parsers) {
    const wish = parse(words, now)
    if (wish) return wish
  }
  return { kind: 'unknown' }
}

const place = '(?:dashboard|page|app|home\\s?page|site|it|this)'
const parsers: ((words: string, now: Date) => Wish | undefined)[] = [
  parseQuestion,
  parseRename,
  parseMemory,
  parseAddition,
  parseSchedule,
  parseColour,
  parseRepair,
  parseTalk,
]

function parseQuestion(words: string): Wish | undefined {
  if (
    /^(?:what|which|show|list|tell me)\b.*\b(?:scheduled?|planned|crons?|reminders|jobs)\b/i.test(words) ||
    /^what (?:do|will|does) (?:you|it) do (?:on (?:your|its) own|by (?:your|it)self)/i.test(words) ||
    /^(?:my |the )?schedule$/i.test(words)
  )
    return findWhen(words, new Date(0))?.isRepeated ? undefined : { kind: 'show-schedule' }
  if (
    /^(?:what|which)\b.*\b(?:know|remember|memory|facts|have kept)\b/i.test(words) ||
    /^(?:show|list|open|read)\b.*\b(?:memory|memories|facts|what you (?:know|remember))\b/i.test(words) ||
    /^do you (?:know|remember)\b/i.test(words)
  )
    return { kind: 'show-memory' }
  return undefined
}

function parseRename(words: string): Wish | undefined {
  const match =
    new RegExp(
      `^(?:re)?(?:call|name|title)\\s+(?:(?:the|my|this|your)\\s+)?${place}(?:\\s+(?:to|as|into))?\\s+(.+)$`,
      'is',
    ).exec(words) ??
    new RegExp(
      `^(?:change|set|make|update)\\s+(?:the\\s+|my\\s+)?(?:${place}['’]s\\s+)?(?:${place}\\s+)?(?:name|title)(?:\\s+of\\s+(?:the\\s+|my\\s+)?${place})?\\s+(?:to|into)?\\s*(.+)$`,
      'is',
    ).exec(words) ??
    new RegExp(
      `^(?:the\\s+|my\\s+)?${place}\\s+(?:should|must|shall|could)\\s+be\\s+(?:called|named)\\s+(.+)$`,
      'is',
    ).exec(words) ??
    new RegExp(`^give\\s+(?:the\\s+|my\\s+)?${place}\\s+the\\s+name\\s+(.+)$`, 'is').exec(words) ??
    /^rename\s+(?:to|as)\s+(.+)$/is.exec(words)
  const name = match?.[1] && unquoted(match[1])
  return name ? { kind: 'rename', name } : undefined
}

function parseMemory(words: string): Wish | undefined {
  const task = /^(?:remember|do not forget|don['’]t forget)\s+to\s+(.+)$/is.exec(words)?.[1]
  if (task)
    return findWhen(task, new Date(0)) ? undefined : { kind: 'keep', note: 'todo', texts: [unquoted(task)] }
  const fact =
    /^(?:remember|do not forget|don['’]t forget|keep in mind|learn)\b[\s:,]*(?!to\b)(?:that\s+)?(.+)$/is.exec(
      words,
    )?.[1] ??
    /^(?:note|know)\s+that\s+(.+)$/is.exec(words)?.[1] ??
    /^(my name is\s+.+)$/is.exec(words)?.[1]
  if (fact) return { kind: 'remember', fact: unquoted(fact) }
  const old = /^forget\s+(?:(?:about|that|the fact that)\s+)?(.+)$/is.exec(words)?.[1]
  if (old && !/^(?:it|that|this)$/i.test(old)) return { kind: 'forget', fact: unquoted(old) }
  return undefined
}

function parseSchedule(words: string, now: Date): Wish | undefined {
  const off =
    /^(?:stop|cancel|remove|delete|unschedule|drop)\s+(?:the\s+|my\s+)?(?:schedule|scheduled|cron|reminder|job)s?(?:\s+(?:job|task))?\s*(?:for|to|about|of|called)?\s*(.*)$/is.exec(
      words,
    )
  if (off) return { kind: 'unschedule', task: unquoted(off[1] ?? '') }
  if (words.endsWith('?')) return undefined
  const found = findWhen(words, now)
  if (!found) return undefined
  const isOrder =
    /^(?:remind|tell|schedule|wake|check|send|ask|give|show|say|write|summari[sz]e|ping|warn|notify|run|make|plan|remember|don['’]t forget)\b/i.test(
      words,
    )
  if (!found.isRepeated && !found.isFirst && !isOrder) return undefined
  const task = found.rest
    .replace(/^[\s,:–-]+|[\s,:–-]+$/g, '')
    .replace(/^(?:(?:please|then|and|schedule|to|that)\s+)+/i, '')
    .replace(/^(?:remember|don['’]t forget)\s+to\s+/i, 'Remind me to ')
    .replace(/\s+(?:at|on|from)$/i, '')
    .trim()
  return { kind: 'schedule', when: found.when, task: capital(unquoted(task)) }
}

const colourFillers =
  /\b(?:it|the|my|this|dashboard|page|app|accent|colou?rs?|theme|everything|buttons?|look|to|a|an|be|into|in|of|as|one|with|instead|again|back|me|you|like|again)\b/gi

function parseColour(words: string): Wish | undefined {
  const match =
    /^(?:make|paint|turn|set|change|switch|colou?r|use|give|put|i(?:['’]d| would)? (?:want|like)|let)\b(.*)$/is.exec(
      words,
    )
  if (!match?.[1]) return undefined
  const colour = match[1]
    .replace(colourFillers, ' ')
    .replace(/['’]s\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (readAccent(colour)) return { kind: 'recolour', colour: colour.toLowerCase() }
  if (!/\b(?:accent|colou?r)\b/i.test(words) || colour.length > 40 || colour === '') return undefined
  if (/^(?:normal|default|original|was|before)$/i.test(colour))
    return { kind: 'recolour', colour: 'original' }
  const last = colourNames.findLast((name) => new RegExp(`\\b${name}$`, 'i').test(colour))
  return { kind: 'recolour', colour: last ?? colour }
}

function parseRepair(words: string): Wish | undefined {
  const broken = /^(?:break|crash|destroy|ruin|kill)\s+(?:the\s+|my\s+|your\s+)?(.*)$/is.exec(words)?.[1]
  if (broken !== undefined) {
    if (/^(?:backend|server|api)\b/i.test(broken)) return { kind: 'break', what: 'backend' }
    if (/^(?:app|dashboard|page|client|frontend|front end|site|it|build)\b/i.test(broken))
      return { kind: 'break', what: 'client' }
  }
  if (/^(?:fix|repair|mend|heal|unbreak)\b/i.test(words)) return { kind: 'fix' }
  if (/\b(?:is|are) broken\b/i.test(words) && /\bfix\b/i.test(words)) return { kind: 'fix' }
  if (/^(?:undo|revert|take (?:that|it|this) back|roll ?back|take back|put it back)\b/i.test(words))
    return { kind: 'undo' }
  return undefined
}

function parseTalk(words: string): Wish | undefined {
  if (/\b(?:story|tale)\b/i.test(words) && /^(?:tell|write|read|give|a|another|make|say)\b/i.test(words))
    return { kind: 'story' }
  if (/\blong (?:answer|text|reply|message)\b|\b(?:something|anything) long\b/i.test(words))
    return { kind: 'story' }
  if (isAboutConnecting(words)) return { kind: 'connect' }
  if (
    /^(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening|day)|yo)\b.{0,20}$/i.test(words) ||
    /^help\b/i.test(words) ||
    /^(?:what|which)\b.*\b(?:can|could) (?:you|i) (?:do|ask|say)\b/i.test(words) ||
    /^(?:who|what) are you\b/i.test(words) ||
    /^how (?:do|does|can) (?:you|this|it|i) (?:work|start|use)/i.test(words)
  )
    return { kind: 'help' }
  return undefined
}

const models =
  /\b(?:providers?|models?|llms?|api keys?|claude|anthropic|ollama|openai|chatgpt|gpt|codex|gemini|lm studio|vllm|llama\.cpp)\b/i

function isAboutConnecting(words: string): boolean {
  if (/^how\s*\??$/i.test(words)) return true
  return (
    models.test(words) &&
    /^(?:connect|use|set ?up|add|choose|change|select|switch|enter|log ?in|sign in|how|where|(?:can|may|could|do|should) (?:i|you))\b/i.test(
      words,
    )
  )
}

/** The clause without "please", "can you", "thanks" and the like, and without the full stop at its end. */
function withoutManners(clause: string): string {
  let words = clause.trim()
  for (let before = ''; before !== words; ) {
    before = words
    words = words
      .replace(
        /^(?:(?:ok|okay|so|now|then|and|also|please|kindly|hey bloby|hi bloby|bloby|well)[\s,!:]+)+/i,
        '',
      )
      .replace(/^(?:can|could|would|will) you\s+(?:please\s+)?/i, '')
      .replace(
        /^(?:i(?:['’]d| would)? (?:want|like|need) you to|let['’]?s|let us|i(?:['’]d| would) like to)\s+/i,
        '',
      )
      .replace(/[\s,]*\b(?:please|thanks|thank you|for me|now)[\s.!]*$/i, '')
      .replace(/[.!;,]+$/, '')
      .trim()
  }
  return words
}

function unquoted(text: string): string {
  const words = text
    .trim()
    .replace(/[.!;,]+$/, '')
    .replace(/(["”'’])\?$/, '$1')
  return words.replace(/^["“'‘](.*)["”'’]$/s, '$1').trim()
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
