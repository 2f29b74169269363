import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import {
  editableMemoryFiles,
  type ListedMemoryFile,
  type MemoryAnswer,
  type MemoryFileAnswer,
  maxMemoryBytes,
} from '../protocol/memory-files.ts'
import { AppError, codeOf } from '../system/errors.ts'
import { readTextInside } from '../system/read-inside.ts'
import { writeFileAtomically } from '../system/write-file.ts'

export interface MemoryFiles {
  list(): MemoryAnswer
  /** @throws AppError `not-found`; `forbidden` for what leads out of the workspace; `too-large` */
  read(name: string): MemoryFileAnswer
  /**
   * Replaces a file that the owner may change, whole or not at all.
   * @throws AppError `conflict` when it is not the version that the text was made from, `forbidden` for one that is a link or a note
   */
  write(name: string, change: { text: string; version: string }): MemoryFileAnswer
}

const noteName = /^\d{4}-\d{2}-\d{2}\.md$/
const mostNotes = 400
/** The agent may have written more than the owner can send: it is shown all the same. */
const mostReadBytes = 2 * maxMemoryBytes

/** The agent's memory, as the owner sees it. Only these files, and nothing that lies outside the workspace, whatever leads there. */
export function createMemoryFiles({ workspace }: { workspace: string }): MemoryFiles {
  function list(): MemoryAnswer {
    const names = noteNames(workspace)
    return {
      files: editableMemoryFiles.map((name) => listed(workspace, name)),
      notes: names.slice(0, mostNotes).map((name) => listed(workspace, name)),
      olderNotes: Math.max(0, names.length - mostNotes),
    }
  }

  function read(name: string): MemoryFileAnswer {
    const file = readTextInside(workspace, pathOf(name), { maxBytes: mostReadBytes, followsLinks: true })
    if (file === undefined && !isEditable(name)) throw notThere()
    const text = file?.text ?? ''
    return { ...listed(workspace, name), text, version: file === undefined ? '' : versionOf(text) }
  }

  // All of it in one go: nothing else of ours can write between the look and the change.
  function write(name: string, { text, version }: { text: string; version: string }): MemoryFileAnswer {
    if (!isEditable(name)) {
      pathOf(name)
      throw new AppError('forbidden', 'The daily notes are the agent’s own record: they can only be read.')
    }
    // A link would be replaced by a file of its own, and what it led to would be left behind.
    const there = readTextInside(workspace, name, { maxBytes: mostReadBytes })
    if (version !== (there === undefined ? '' : versionOf(there.text)))
      throw new AppError('conflict', `${name} was changed meanwhile, so it was not saved.`)
    // To make the folder here would keep the app from filling it.
    if (!existsSync(workspace))
      throw new AppError('unavailable', 'Bloby’s workspace is not there yet. Try again in a moment.')
    const mode = statsOf(join(workspace, name))?.mode ?? 0o644
    writeFileAtomically(join(workspace, name), text, mode & 0o777)
    return read(name)
  }

  return { list, read, write }
}

function isEditable(name: string): boolean {
  return editableMemoryFiles.some((editable) => editable === name)
}

/** @throws AppError `not-found` for a name that is none of a memory file */
function pathOf(name: string): string {
  if (isEditable(name)) return name
  if (noteName.test(name)) return `memory/${name}`
  throw notThere()
}

function notThere(): AppError {
  return new AppError('not-found', 'There is no such memory file.')
}

function versionOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

function listed(workspace: string, name: string): ListedMemoryFile {
  const stats = statsOf(join(workspace, pathOf(name)))
  return {
    name,
    isEditable: isEditable(name),
    sizeBytes: stats?.size ?? 0,
    changedAt: Math.round(stats?.mtimeMs ?? 0),
  }
}

function noteNames(workspace: string): string[] {
  const folder = join(workspace, 'memory')
  // Through a link it would name files of another folder.
  if (!statsOf(folder)?.isDirectory()) return []
  return readdirSync(folder)
    .filter((name) => noteName.test(name))
    .sort()
    .reverse()
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  }
}
