import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { signalGroup, startTimeOf } from './process-identity.ts'
import { endMarked } from './process-mark.ts'
import { writeFileAtomically } from './write-file.ts'

const entrySchema = v.object({
  name: v.string(),
  pid: v.number(),
  startTime: v.string(),
  mark: v.optional(v.string()),
})

const ledgerVariable = 'BLOBY_LEDGER_MARK'

/**
 * Children on disk, so that those of a killed supervisor are found and ended by the next one. One file a child, named
 * `<pid>.json`; every child leads a process group of its own. Beside the folder lies the mark that they all carry.
 */
export function createProcessLedger(directory: string) {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const mark = markAt(`${directory}.mark`)
  const fileOf = (pid: number) => join(directory, `${pid}.json`)
  return {
    /** Goes into a child's environment: a supervisor can be killed after it has started a child and before it has added it. */
    environment: { [ledgerVariable]: mark },
    /** `mark`: see `process-mark.ts`; for a process whose children leave its group. */
    add(name: string, pid: number, mark?: string): void {
      const startTime = startTimeOf(pid)
      if (startTime !== undefined)
        writeFileAtomically(fileOf(pid), JSON.stringify({ name, pid, startTime, mark }))
    },
    remove(pid: number): void {
      rmSync(fileOf(pid), { force: true })
    },
    /** Ends the recorded groups that still run, and whatever else carries the mark; gives the names of what it ended. */
    endLeftovers(): string[] {
      const ended: Entry[] = []
      for (const file of readdirSync(directory)) {
        const entry = readEntry(join(directory, file))
        if (entry !== undefined && endEntry(entry)) ended.push(entry)
        rmSync(join(directory, file), { force: true })
      }
      const groups = ended.map(({ pid }) => pid)
      const unlisted = endMarked(mark, ledgerVariable, groups)
      const names = ended.map(({ name, pid }) => `${name} (${pid})`)
      return unlisted > 0 ? [...names, `${unlisted} not written down`] : names
    },
  }
}
type Entry = v.InferOutput<typeof entrySchema>
export type ProcessLedger = ReturnType<typeof createProcessLedger>

function endEntry({ pid, startTime, mark }: Entry): boolean {
  const isEnded = startTimeOf(pid) === startTime && signalGroup(pid, 'SIGKILL')
  return (mark !== undefined && endMarked(mark) > 0) || isEnded
}

function markAt(path: string): string {
  try {
    const mark = readFileSync(path, 'utf8')
    if (/^[\w-]{36}$/.test(mark)) return mark
  } catch {
    // The first start on this home.
  }
  const mark = randomUUID()
  writeFileAtomically(path, mark)
  return mark
}

function readEntry(path: string): Entry | undefined {
  try {
    return v.parse(entrySchema, JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Half a file is what a crash leaves: there is nothing in it to end.
    return undefined
  }
}
