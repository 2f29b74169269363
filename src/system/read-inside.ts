import { readSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from './errors.ts'
import { type FileState, type InsideRules, openInside, withFileInside } from './open-inside.ts'

export interface FileInside extends FileState {
  bytes: Buffer
}

export interface TextInside {
  readonly text: string
  /** Differs after each change of the file. */
  readonly stamp: string
}

/**
 * Reads a file by the rules of `openInside`; of one that is larger than `maxBytes` its start, or its end. `size` is of the whole file.
 * Undefined when there is none.
 */
export async function readInside(
  folder: string,
  path: string,
  { maxBytes, isEnd = false, ...rules }: InsideRules & { maxBytes: number; isEnd?: boolean },
): Promise<FileInside | undefined> {
  const file = await openInside(folder, path, rules)
  if (file === undefined) return undefined
  const { handle, ...state } = file
  try {
    const length = Math.min(state.size, maxBytes)
    const bytes = Buffer.alloc(length)
    const { bytesRead } = await handle.read(bytes, 0, length, isEnd ? state.size - length : 0)
    return { ...state, bytes: bytes.subarray(0, bytesRead) }
  } finally {
    await handle.close()
  }
}

/**
 * Reads a small file at once, whole, as UTF-8, by the rules of `openInside`. `known` is given back when it has not changed since.
 * Throws `too-large` for more than `maxBytes`. Undefined when there is none.
 */
export function readTextInside(
  folder: string,
  path: string,
  { maxBytes, known, ...rules }: InsideRules & { maxBytes: number; known?: TextInside | undefined },
): TextInside | undefined {
  return withFileInside(folder, path, rules, (fd, { size, stamp }) => {
    if (size > maxBytes)
      throw new AppError('too-large', `${path} is larger than ${Math.floor(maxBytes / 1024)} KB.`)
    if (stamp === known?.stamp) return known
    const bytes = Buffer.alloc(size)
    return { text: bytes.toString('utf8', 0, readSync(fd, bytes, 0, size, 0)), stamp }
  })
}

/** Why a file was not read, in words and with its name. */
export function whyUnread(error: unknown, path: string): string {
  return error instanceof AppError ? error.message : `${basename(path)} cannot be read.`
}
