import { closeSync, constants, fstatSync, openSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError, codeOf } from './errors.ts'
import { isInside } from './is-inside.ts'

/** What an open file is: `size` in bytes, `modifiedAt` in ms since 1970. */
export interface FileState {
  size: number
  modifiedAt: number
  isExecutable: boolean
  /** The file that was really opened, without links. */
  realPath: string
  /** Differs after each change. */
  stamp: string
}

export interface OpenedFile extends FileState {
  /** The caller closes it. */
  handle: FileHandle
}

export interface InsideRules {
  /** Links that stay in the folder are followed; without this a file that is reached through any link is `forbidden`. */
  followsLinks?: boolean
}

/** Missing under Windows. A pipe in the place of a file would block without the one; with the other, a link is not even opened. */
const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants

/**
 * Opens a regular file for reading, by its path in a folder that others may change meanwhile, as the workspace is. What leads out of
 * the folder, through whatever link, is `forbidden`, what is no regular file `invalid`, and one that the system refuses `unavailable`,
 * each in words with its name. Undefined when there is none.
 */
export async function openInside(
  folder: string,
  path: string,
  rules: InsideRules = {},
): Promise<OpenedFile | undefined> {
  const way = wayTo(folder, path, rules)
  if (way === undefined) return undefined
  let handle: FileHandle
  try {
    handle = await open(way.place, way.flags)
  } catch (error) {
    return notOpened(error, path)
  }
  try {
    return { handle, ...inspect(handle.fd, way) }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** As `openInside`, at once: gives what `use` makes of the open file. */
export function withFileInside<T>(
  folder: string,
  path: string,
  rules: InsideRules,
  use: (fd: number, state: FileState) => T,
): T | undefined {
  const way = wayTo(folder, path, rules)
  if (way === undefined) return undefined
  let fd: number
  try {
    fd = openSync(way.place, way.flags)
  } catch (error) {
    return notOpened(error, path)
  }
  try {
    return use(fd, inspect(fd, way))
  } finally {
    closeSync(fd)
  }
}

interface Way {
  root: string
  path: string
  /** The absolute path, with no link in the folder's part of it. */
  place: string
  followsLinks: boolean
  flags: number
}

function wayTo(folder: string, path: string, { followsLinks = false }: InsideRules): Way | undefined {
  let root: string
  try {
    root = realpathSync(folder)
  } catch (error) {
    return notOpened(error, path)
  }
  const place = resolve(root, path)
  if (!isInside(root, place)) throw leadsOut(path)
  const flags = O_RDONLY | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
  return { root, path, place, followsLinks, flags }
}

function inspect(fd: number, { root, path, place, followsLinks }: Way): FileState {
  const stats = fstatSync(fd, { bigint: true })
  const realPath = placeOf(fd, place)
  if (realPath === undefined || !isInside(root, realPath)) throw leadsOut(path)
  // Some systems write an accented letter in two ways.
  if (!followsLinks && realPath.normalize() !== place.normalize())
    throw new AppError('forbidden', `${path} is reached through a link, so it was not read.`)
  if (!stats.isFile()) throw notRegular(path)
  return {
    size: Number(stats.size),
    modifiedAt: Number(stats.mtimeMs),
    isExecutable: (stats.mode & 0o100n) !== 0n,
    realPath,
    stamp: [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' '),
  }
}

/**
 * Where an open file really lies. Linux says it of the open file itself, so that a link put in its way and away again deceives nobody;
 * elsewhere the path must still lead to the same file. Undefined when that cannot be told.
 */
function placeOf(fd: number, path: string): string | undefined {
  try {
    if (process.platform === 'linux') {
      const place = readlinkSync(`/proc/self/fd/${fd}`)
      // It was replaced or removed since it was opened, see proc(5).
      return fstatSync(fd).nlink === 0 ? place.replace(/ \(deleted\)$/, '') : place
    }
    const place = realpathSync(path)
    const [opened, there] = [fstatSync(fd, { bigint: true }), statSync(place, { bigint: true })]
    return opened.ino === there.ino && opened.dev === there.dev ? place : undefined
  } catch {
    // Neither can be said of a file that went meanwhile.
    return undefined
  }
}

function notOpened(error: unknown, path: string): undefined {
  const code = codeOf(error) ?? ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
  if (code === 'ELOOP')
    throw new AppError('forbidden', `${path} is a link, so it was not read.`, { cause: error })
  if (code === 'EISDIR' || code === 'ENXIO') throw notRegular(path, error)
  throw new AppError('unavailable', `${path} cannot be read (${code}).`, { cause: error })
}

function leadsOut(path: string): AppError {
  return new AppError('forbidden', `${path} leads out of the workspace, so it was not read.`)
}

function notRegular(path: string, cause?: unknown): AppError {
  return new AppError('invalid', `${path} is not a regular file.`, { cause })
}
