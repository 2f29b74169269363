import { constants } from 'node:fs'
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { AppError, codeOf } from './errors.ts'

/** Of an opened file: `size` in bytes, `modifiedAt` in ms since 1970. */
export interface OpenedFile {
  /** The caller closes it. */
  handle: FileHandle
  size: number
  modifiedAt: number
}

/** Windows has no such flag. */
const noFollow = constants.O_NOFOLLOW ?? 0
// Opening a pipe would otherwise wait for its other end.
const flags = constants.O_RDONLY | noFollow | (constants.O_NONBLOCK ?? 0)

/**
 * Opens a regular file of a folder for reading, by its path in it. Other programs write there too: what is no regular file, or is
 * reached through a link, does not count, and neither does what was exchanged meanwhile.
 * @throws AppError `not-found`
 */
export async function openWithin(folder: string, path: string): Promise<OpenedFile> {
  try {
    const root = await realpath(folder)
    const place = resolve(root, path)
    if (!place.startsWith(root + sep)) throw notThere(path)
    const handle = await open(place, flags)
    try {
      return { handle, ...(await inspect(handle, place, path)) }
    } catch (error) {
      await handle.close()
      throw error
    }
  } catch (error) {
    const code = codeOf(error) ?? ''
    throw ['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENXIO'].includes(code) ? notThere(path, error) : error
  }
}

async function inspect(handle: FileHandle, place: string, path: string) {
  const opened = await handle.stat({ bigint: true })
  // Only after it is open: a link that was there then, and is gone now, leaves another file than the one at the place.
  const real = await realpath(place)
  const named = await lstat(place, { bigint: true })
  const isTheSame = named.ino === opened.ino && named.dev === opened.dev
  if (!opened.isFile() || !isTheSame || real.normalize() !== place.normalize()) throw notThere(path)
  return { size: Number(opened.size), modifiedAt: Number(opened.mtimeMs) }
}

function notThere(path: string, cause?: unknown): AppError {
  return new AppError('not-found', `The file ${path} is not there any more.`, { cause })
}
