import { constants } from 'node:fs'
import { type FileHandle, open, readlink, realpath, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, relative, sep } from 'node:path'
import { AppError, codeOf } from '../system/errors.ts'

/** Missing under Windows. A pipe in the place of a file would block without it. */
const { O_NONBLOCK = 0, O_RDONLY } = constants

export interface FileInside {
  bytes: Buffer
  /** Of the whole file, in bytes. */
  size: number
  isExecutable: boolean
  /** The file that was really read, without links. */
  realPath: string
}

/**
 * Reads a file of a folder that the agent may change while we read: a path that leads out of it, through whatever link, is `forbidden`,
 * and what is no regular file `invalid`. `path` is relative to `root`. Of a file larger than `maxBytes` its start is read, or its end.
 * Undefined when there is none.
 */
export async function readInside(
  root: string,
  path: string,
  { maxBytes, isEnd = false }: { maxBytes: number; isEnd?: boolean },
): Promise<FileInside | undefined> {
  const absolute = join(root, path)
  let file: FileHandle
  try {
    file = await open(absolute, O_RDONLY | O_NONBLOCK)
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw new AppError('unavailable', `${path} cannot be read (${codeOf(error)}).`, { cause: error })
  }
  try {
    const realPath = await placeOf(file, absolute)
    if (realPath === undefined || !isInside(await realpath(root), realPath))
      throw new AppError('forbidden', `${path} leads out of the workspace, so it was not read.`)
    const stats = await file.stat()
    if (!stats.isFile()) throw new AppError('invalid', `${path} is not a regular file.`)
    const length = Math.min(stats.size, maxBytes)
    const bytes = Buffer.alloc(length)
    const { bytesRead } = await file.read(bytes, 0, length, isEnd ? stats.size - length : 0)
    return {
      bytes: bytes.subarray(0, bytesRead),
      size: stats.size,
      isExecutable: (stats.mode & 0o100) !== 0,
      realPath,
    }
  } finally {
    await file.close()
  }
}

/**
 * Where an open file really lies. Linux says it of the open file itself, so that a link put in its way and away again deceives nobody;
 * elsewhere the path must still lead to the same file. Undefined when that cannot be told.
 */
async function placeOf(file: FileHandle, path: string): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const place = await readlink(`/proc/self/fd/${file.fd}`).catch(() => undefined)
    if (place !== undefined) return place
  }
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined) return undefined
  const [opened, there] = await Promise.all([file.stat(), stat(real).catch(() => undefined)])
  return there?.ino === opened.ino && there.dev === opened.dev ? real : undefined
}

export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Why a file was not read, in words and with its name. */
export function whyUnread(error: unknown, path: string): string {
  return error instanceof AppError ? error.message : `${basename(path)} cannot be read.`
}
