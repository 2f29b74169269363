import { lstatSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isMemoryFile, readMemoryFile } from './memory.ts'

export interface ChangeNotes {
  /** Remembers the workspace as it is now, at the end of a turn of this conversation. */
  mark(conversationId: string): Promise<void>
  /** What changed since the mark, in words for the model; undefined when nothing did, or when there is no mark. */
  since(conversationId: string): Promise<string | undefined>
  forget(conversationId: string): void
}

/** Each file with its size and time of change, by its path from the workspace. */
type Snapshot = ReadonlyMap<string, string>

const isSkipped = (path: string) =>
  /(?:^|\/)(?:node_modules|\.git|\.claude|dist)$|^app\.db(?:-wal|-shm|-journal)?$|\.tmp$|^\.(?:restart|update)$/.test(
    path,
  )

/**
 * Tells a conversation what others changed in the workspace between two of its turns: other conversations, the clock, the owner, the app
 * itself. Its prompt was written before that, so the new text of changed memory files comes along. Marks are kept in memory alone: after
 * a restart the first message has no note, and the prompt, which is then written anew, has the memory as it is. What another turn
 * changes while one of this conversation runs counts as known.
 */
export function createChangeNotes(deps: {
  workspaceDir: string
  maxFiles?: number
  maxMarks?: number
}): ChangeNotes {
  const { workspaceDir, maxFiles = 5000, maxMarks = 100 } = deps
  const marks = new Map<string, Snapshot>()

  return {
    async mark(conversationId) {
      const snapshot = await takeSnapshot(workspaceDir, maxFiles)
      marks.delete(conversationId)
      marks.set(conversationId, snapshot)
      const [oldest] = marks.keys()
      if (marks.size > maxMarks && oldest !== undefined) marks.delete(oldest)
    },
    async since(conversationId) {
      const before = marks.get(conversationId)
      if (!before) return undefined
      const after = await takeSnapshot(workspaceDir, maxFiles)
      const changes = changesBetween(before, after)
      return changes.length === 0 ? undefined : noteOf(workspaceDir, changes)
    },
    forget: (conversationId) => void marks.delete(conversationId),
  }
}

interface Change {
  path: string
  what: 'new' | 'changed' | 'deleted'
}

const maxNamed = 20

async function noteOf(workspaceDir: string, changes: readonly Change[]): Promise<string> {
  const named = changes.slice(0, maxNamed).map(({ path, what }) => `- ${readable(path)} (${what})`)
  const more = changes.length - named.length
  const memory = await Promise.all(
    changes
      .filter(({ path, what }) => what !== 'deleted' && isMemoryFile(path))
      .slice(0, maxNamed)
      .map(({ path }) => readMemoryFile(workspaceDir, path, { maxLength: 2000 })),
  )
  return [
    '<changed-since-your-last-turn>',
    'Not by you in this conversation. What you read of these files before may be old.',
    ...named,
    ...(more > 0 ? [`- and ${more} more`] : []),
    ...memory.filter((text) => text !== ''),
    '</changed-since-your-last-turn>',
  ].join('\n')
}

function changesBetween(before: Snapshot, after: Snapshot): Change[] {
  const changes: Change[] = []
  for (const [path, state] of after)
    if (before.get(path) !== state) changes.push({ path, what: before.has(path) ? 'changed' : 'new' })
  for (const path of before.keys()) if (!after.has(path)) changes.push({ path, what: 'deleted' })
  // The memory is what the conversation needs most, so it is among those that are named.
  return changes.sort(
    (a, b) => Number(isMemoryFile(b.path)) - Number(isMemoryFile(a.path)) || (a.path < b.path ? -1 : 1),
  )
}

/** A file's name may be anyone's words: it stays on its line and cannot look like a tag. */
function readable(path: string): string {
  return path.replace(/[\p{C}<>]/gu, '?').slice(0, 200)
}

/** Links are not followed. Folders are read in the order of their names, so that a cap cuts off the same files every time. */
async function takeSnapshot(workspaceDir: string, maxFiles: number): Promise<Snapshot> {
  const snapshot = new Map<string, string>()
  await visit('')
  return snapshot

  async function visit(folder: string): Promise<void> {
    // A folder that is gone or closed has no files to tell of.
    const entries = await readdir(join(workspaceDir, folder), { withFileTypes: true }).catch(() => [])
    const paths = entries
      .map((entry) => ({ entry, path: folder === '' ? entry.name : `${folder}/${entry.name}` }))
      .filter(({ path }) => !isSkipped(path))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
    for (const { entry, path } of paths) {
      if (snapshot.size >= maxFiles) return
      if (entry.isDirectory()) {
        await visit(path)
        continue
      }
      const state = stateOf(join(workspaceDir, path))
      if (state !== undefined) snapshot.set(path, state)
    }
  }
}

/** Synchronous, since a promise for each of thousands of files takes far longer than the look, and the owner waits for it. */
function stateOf(path: string): string | undefined {
  try {
    const { size, mtimeMs } = lstatSync(path)
    return `${size} ${mtimeMs}`
  } catch {
    // Gone just now, or closed to us: then there is nothing to tell of.
    return undefined
  }
}
