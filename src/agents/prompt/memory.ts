import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readInside, whyUnread } from '../../system/read-inside.ts'

export interface MemoryLimits {
  /** Of each file, in characters. */
  maxLength: number
}

/** The files whose content the agent starts a conversation with; the daily notes come after them. */
const files = ['MYSELF.md', 'MYHUMAN.md', 'MEMORY.md', 'PULSE.json', 'CRONS.json']
const dailyNote = /^memory\/\d{4}-\d{2}-\d{2}\.md$/
/** A file is read no further than this; the cap of what is shown is far below it. */
const maxBytes = 1_000_000

export function isMemoryFile(path: string): boolean {
  return files.includes(path) || dailyNote.test(path)
}

/** Every memory file with its content, for the prompt; `today` as `2026-11-21`. */
export async function readMemory(workspaceDir: string, today: string, limits: MemoryLimits): Promise<string> {
  const notes = await lastNotes(workspaceDir, today)
  const parts = await Promise.all(
    [...files, ...notes].map((path) => readMemoryFile(workspaceDir, path, limits)),
  )
  return parts.filter((part) => part !== '').join('\n\n')
}

/**
 * One memory file in a tag with its name, shortened visibly: a daily note keeps its end, where its newest lines are, every other
 * file its start. Empty when there is no such file or nothing in it.
 */
export async function readMemoryFile(
  workspaceDir: string,
  path: string,
  { maxLength }: MemoryLimits,
): Promise<string> {
  const isEnd = dailyNote.test(path)
  try {
    const file = await readInside(workspaceDir, path, { maxBytes, isEnd, followsLinks: true })
    if (!file) return ''
    const text = file.bytes.toString('utf8').trim()
    if (text === '') return ''
    const isShort = text.length <= maxLength && file.size <= maxBytes
    const kept = isShort ? text : isEnd ? text.slice(-maxLength) : text.slice(0, maxLength)
    const total = file.size > maxBytes ? `${Math.round(file.size / 1000).toLocaleString('en')} kB` : undefined
    const note = isShort
      ? ''
      : total !== undefined
        ? `[Only ${maxLength.toLocaleString('en')} characters of ${total} are shown. Read the rest in ${path}.]`
        : `[${(text.length - maxLength).toLocaleString('en')} characters are left out here. Read them in ${path}.]`
    const body = [isEnd && note, inert(kept), !isEnd && note].filter(Boolean).join('\n')
    return inTag(path, body)
  } catch (error) {
    return inTag(path, `[${inert(whyUnread(error, path))}]`)
  }
}

function inTag(path: string, text: string): string {
  return `<memory file="${path}">\n${text}\n</memory>`
}

/** What a file says cannot end its own tag or the one around it, nor open one in another file's name. */
function inert(text: string): string {
  return text.replaceAll('\0', '').replace(/<(?=\s*\/?\s*(?:memory|changed-since))/gi, '&lt;')
}

async function lastNotes(workspaceDir: string, today: string): Promise<string[]> {
  const names = await readdir(join(workspaceDir, 'memory')).catch((): string[] => [])
  return names
    .map((name) => `memory/${name}`)
    .filter((path) => dailyNote.test(path) && path <= `memory/${today}.md`)
    .sort()
    .slice(-2)
}
