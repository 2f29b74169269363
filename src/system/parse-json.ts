import { messageOf } from './errors.ts'

/** Where a text stops being JSON: line and column from 1, and why, in a few words without a period. */
export interface JsonFault {
  line: number
  column: number
  reason: string
}

/** Parses JSON that someone wrote by hand; a byte order mark, as editors under Windows put it first, does not count. */
export function parseJson(written: string): { value: unknown } | { fault: JsonFault } {
  const text = written.replace(/^\uFEFF/, '')
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { fault: faultOf(text, error) }
  }
}

/** "line 2, column 5: Unexpected token ','" */
export function jsonFaultInWords({ line, column, reason }: JsonFault): string {
  return `line ${line}, column ${column}: ${reason}`
}

/**
 * V8 names a position in some of its messages only, so it is searched: the beginning of a text is at fault only in its end exactly as
 * long as the text up to there could go on as JSON.
 */
function faultOf(text: string, error: unknown): JsonFault {
  let good = 0
  let bad = text.length + 1
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (couldGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  const lines = text.slice(0, good).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, reason: reasonOf(error) }
}

/** What V8 says, without the place, which we name, and without a piece of the text, which may hold a secret. */
function reasonOf(error: unknown): string {
  return messageOf(error)
    .replace(/ in JSON at position.*| \(line \d+ column \d+\)| is not valid JSON$/gs, '')
    .replace(/, (?:\.\.\.)?".*$/s, '')
}

function couldGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning)
    return true
  } catch (error) {
    const message = messageOf(error)
    const position = / at position (\d+)/.exec(message)?.[1]
    return position === undefined
      ? message.includes('end of JSON input')
      : Number(position) >= beginning.length
  }
}
