export interface DiffLine {
  kind: 'context' | 'added' | 'removed' | 'hunk'
  text: string
  /** The number of the line in the new file; in the old one where it was removed. */
  number?: number
}

/** The lines of a unified patch without file headers. A hunk's header becomes a mark between distant places. */
export function diffLines(patch: string): DiffLine[] {
  const lines: DiffLine[] = []
  let oldNumber = 0
  let newNumber = 0
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/.exec(line)
    if (hunk) {
      oldNumber = Number(hunk[1])
      newNumber = Number(hunk[2])
      lines.push({ kind: 'hunk', text: hunk[3] ?? '' })
    } else if (line.startsWith('+')) lines.push({ kind: 'added', text: line.slice(1), number: newNumber++ })
    else if (line.startsWith('-')) lines.push({ kind: 'removed', text: line.slice(1), number: oldNumber++ })
    else if (!line.startsWith('\\')) {
      lines.push({ kind: 'context', text: line.slice(1), number: newNumber })
      oldNumber += 1
      newNumber += 1
    }
  }
  return lines[0]?.kind === 'hunk' && lines[0].text === '' ? lines.slice(1) : lines
}
