import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../../system/errors.ts'
import { readInside, whyUnread } from '../../../system/read-inside.ts'

export interface MemoryFile {
  /** Relative to the workspace, with `/`. */
  path: string
  text: string
  /** `YYYY-MM-DD`: the day that a daily note is of, else of its last change. */
  day: string
}

export interface MemoryFiles {
  files: MemoryFile[]
  /** What was left out and why, in words. */
  leftOut: string[]
}

const longTerm = ['MYSELF.md', 'MYHUMAN.md', 'MEMORY.md']
const mostBytesOfOne = 512 * 1024
const mostBytes = 4 * 1024 * 1024
const mostNotes = 2000

/**
 * The files of the agent's memory, the newest notes first, up to bounds of size and number. Nothing outside the workspace is read,
 * whatever links are in it.
 */
export async function readMemoryFiles(workspace: string): Promise<MemoryFiles> {
  const files: MemoryFile[] = []
  const leftOut: string[] = []
  const notes = await noteNames(workspace)
  let bytes = 0
  for (const path of [...longTerm, ...notes.slice(0, mostNotes)]) {
    try {
      const file = await readInside(workspace, path, { maxBytes: mostBytesOfOne, followsLinks: true })
      if (file === undefined) continue
      bytes += file.bytes.length
      if (bytes > mostBytes) {
        leftOut.push(`${path} and older notes: the memory is larger than ${mostBytes / 1024 / 1024} MB.`)
        return { files, leftOut }
      }
      if (file.size > mostBytesOfOne) leftOut.push(`What ${path} has after ${mostBytesOfOne / 1024} KB.`)
      const day = /(\d{4}-\d{2}-\d{2})\.md$/.exec(path)?.[1] ?? dayOf(file.modifiedAt)
      files.push({ path, text: file.bytes.toString('utf8'), day })
    } catch (error) {
      leftOut.push(whyUnread(error, path))
    }
  }
  if (notes.length > mostNotes) leftOut.push(`The oldest ${notes.length - mostNotes} daily notes.`)
  return { files, leftOut }
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

async function noteNames(workspace: string): Promise<string[]> {
  const folder = join(workspace, 'memory')
  try {
    // Through a link it would name files of another folder.
    if (!(await lstat(folder)).isDirectory()) return []
    return (await readdir(folder))
      .filter((name) => name.endsWith('.md'))
      .sort()
      .reverse()
      .map((name) => `memory/${name}`)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}
