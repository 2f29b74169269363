/** Where a text stops being JSON: line and column from 1, and why. Undefined for JSON. */
export function jsonFault(text: string): { line: number; column: number; reason: string } | undefined {
  const reason = faultOf(text)?.message
  if (reason === undefined) return undefined
  // The engine names a position in some of its messages only. But the beginning of a text is at fault only in its end exactly as
  // long as the text up to there could go on as JSON.
  let good = 0
  let bad = text.length + 1
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (couldGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  const lines = text.slice(0, good).split('\n')
  return {
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    reason: reason
      .replace(/ in JSON at position.*| \(line \d+ column \d+\)| is not valid JSON$/gs, '')
      .replace(/, (?:\.\.\.)?".*$/s, ''),
  }
}

function couldGoOn(beginning: string): boolean {
  const fault = faultOf(beginning)
  if (fault === undefined) return true
  const position = / at position (\d+)/.exec(fault.message)?.[1]
  return position === undefined
    ? /end of JSON input/.test(fault.message)
    : Number(position) >= beginning.length
}

function faultOf(text: string): Error | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
