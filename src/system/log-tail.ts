import { stripVTControlCharacters } from 'node:util'
import { createStream } from 'rotating-file-stream'

const keptLines = 1000
const longestLine = 4000

/** Rotated files in one folder: `name`, then `name.1` to `name.3`, 5 MB each. */
export function openRotatedFile(directory: string, name: string) {
  return createStream((_time, index) => (index ? `${name}.${index}` : name), {
    path: directory,
    size: '5M',
    rotate: 3,
    history: `.${name}.history`,
    mode: 0o600,
  })
}

/** What a child prints: on disk, rotated, and its last lines at hand. */
export function createLogTail(directory: string, name: string) {
  const file = openRotatedFile(directory, name)
  let failure: Error | undefined
  // A full disk must not take the supervisor down; the lines in memory go on.
  file.on('error', (error) => {
    failure = error
  })
  let lines: string[] = []
  let rest = ''
  function add(line: string) {
    const plain = stripVTControlCharacters(line).slice(0, longestLine)
    lines.push(plain)
    if (lines.length > keptLines * 2) lines = lines.slice(-keptLines)
    if (failure === undefined) file.write(`${new Date().toISOString()} ${plain}\n`)
  }
  return {
    /** Takes output as it comes; lines are cut where they end. */
    write(chunk: string) {
      const parts = (rest + chunk).split(/\r?\n/)
      rest = (parts.pop() ?? '').slice(-longestLine)
      for (const line of parts) if (line.trim() !== '') add(line)
    },
    /** The newest `count` lines, oldest first. */
    last(count: number): string[] {
      const pending = rest.trim() === '' ? [] : [stripVTControlCharacters(rest)]
      return [...lines, ...pending].slice(-count)
    },
    close(): Promise<void> {
      return new Promise((resolve) => {
        file.end(() => resolve())
        if (failure !== undefined) resolve()
      })
    },
  }
}
export type LogTail = ReturnType<typeof createLogTail>
