import { messageOf } from '../../system/errors.ts'

/** Parses JSON that someone wrote by hand. What is wrong with it is told with its line, counted from 1. */
export function parseJsonText(text: string): { value: unknown } | { problem: string; line: number } {
  try {
    return { value: JSON.parse(text) }
  } catch {
    const end = endOfGood(text)
    const found =
      end < text.length
        ? `does not expect ${JSON.stringify(text.slice(end, end + 1))} here`
        : 'ends too early'
    return { problem: `it is not JSON: it ${found}`, line: text.slice(0, end).split('\n').length }
  }
}

/**
 * How much of a broken text could be the beginning of good JSON. V8 names the place of some errors only, so it is searched: whether a
 * beginning is merely cut off or already wrong.
 */
function endOfGood(text: string): number {
  let good = 0
  let bad = text.length + 1
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (isCutOff(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return good
}

function isCutOff(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const message = messageOf(error)
    const position = /at position (\d+)/.exec(message)?.[1]
    if (/^Unexpected end|^Unterminated string/.test(message)) return true
    return position !== undefined && Number(position) >= text.length
  }
}
