import { DatabaseSync } from 'node:sqlite'
import type { MemoryFile } from './memory-files.ts'

export interface MemoryMatch {
  path: string
  line: number
  day: string
  /** The words around the match, on one line. */
  snippet: string
}

const longestHeading = 200
const longestPassage = 1000
/** A shorter one takes in what follows, so that a file of empty lines does not make a million of them. */
const shortestPassage = 16

/**
 * The passages with all of `words`, or where there is none with some of them, the best first. The index lives in memory and only
 * for this search: the files are few, and the agent writes to them all the time.
 */
export function searchMemory(
  files: readonly MemoryFile[],
  words: readonly string[],
  limit: number,
): MemoryMatch[] {
  const db = new DatabaseSync(':memory:')
  try {
    db.exec(`
      CREATE VIRTUAL TABLE passages USING fts5 (
        text, path UNINDEXED, line UNINDEXED, day UNINDEXED, tokenize = 'unicode61 remove_diacritics 2'
      )`)
    const insert = db.prepare('INSERT INTO passages (text, path, line, day) VALUES (?, ?, ?, ?)')
    db.exec('BEGIN')
    for (const { path, text, day } of files)
      for (const passage of passagesOf(text)) insert.run(passage.text, path, passage.line, day)
    db.exec('COMMIT')
    const select = db.prepare(
      `SELECT path, line, day, snippet(passages, 0, '', '', '…', 40) AS snippet
       FROM passages WHERE passages MATCH ? ORDER BY rank, day DESC LIMIT ?`,
    )
    const quoted = words.map((word) => `"${word.replaceAll('"', '""')}"*`)
    for (const operator of [' AND ', ' OR ']) {
      const rows = select.all(quoted.join(operator), limit) as unknown as MemoryMatch[]
      if (rows.length > 0)
        return rows.map((row) => ({ ...row, snippet: row.snippet.replace(/\s+/g, ' ').trim() }))
    }
    return []
  } finally {
    db.close()
  }
}

/**
 * Paragraphs and list items, each with the number of its first line and the heading that it stands under. Long ones are cut: what
 * marks the words of a match takes time by the square of a passage's length.
 */
function passagesOf(text: string): { text: string; line: number }[] {
  const passages: { text: string; line: number }[] = []
  let heading = ''
  let isOpen = false
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const title = /^#+\s+(.*)/.exec(line)?.[1]
    if (title !== undefined) heading = title.slice(0, longestHeading)
    const last = passages.at(-1)
    if (line.trim() === '' || title !== undefined) isOpen = false
    else if (last && takesIn(last.text, line, isOpen)) last.text += `\n${line}`
    else {
      for (const piece of piecesOf(line))
        passages.push({ text: heading === '' ? piece : `${heading}: ${piece}`, line: index + 1 })
      isOpen = true
    }
  }
  return passages
}

function takesIn(passage: string, line: string, isOpen: boolean): boolean {
  if (passage.length + line.length > longestPassage) return false
  return passage.length < shortestPassage || (isOpen && !/^\s*([-*+]|\d+[.)])\s/.test(line))
}

function piecesOf(line: string): string[] {
  const count = Math.ceil(line.length / longestPassage)
  return Array.from({ length: count }, (_, index) =>
    line.slice(index * longestPassage, (index + 1) * longestPassage),
  )
}
