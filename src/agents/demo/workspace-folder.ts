import { lstat, mkdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError, codeOf } from '../../system/errors.ts'
import { isInside } from '../../system/is-inside.ts'
import { writeFileAtomically } from '../../system/write-file.ts'

export interface WorkspaceFolder {
  /** A file's text; null when there is none. */
  read(path: string): Promise<string | null>
  /** Writes a file whole or not at all, with the folders above it. */
  write(path: string, text: string): Promise<void>
  remove(path: string): Promise<void>
  /** The real absolute path of a file within, whether it exists or not. */
  locate(path: string): Promise<string>
}

const maxBytes = 2_000_000

/**
 * The files of one folder, by paths relative to it. A path that leads outside, by itself or through a link, is `forbidden`; a file
 * that may not be read or written is `unavailable`, in words.
 */
export function createWorkspaceFolder(dir: string): WorkspaceFolder {
  async function locate(path: string): Promise<string> {
    const root = await realpath(dir)
    const target = resolve(root, path)
    if (!isWithin(root, target)) throw outside(path)
    const real = await realOf(target)
    if (!real || !isWithin(root, real)) throw outside(path)
    return real
  }

  return {
    locate,
    async read(path) {
      try {
        const file = await locate(path)
        if ((await stat(file)).size > maxBytes)
          throw new AppError('too-large', `${path} is too large for me to read.`)
        return await readFile(file, 'utf8')
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null
        throw failureInWords(error, path, 'read')
      }
    },
    async write(path, text) {
      try {
        const file = await locate(path)
        await mkdir(dirname(file), { recursive: true })
        writeFileAtomically(file, text, await modeOf(file))
      } catch (error) {
        throw failureInWords(error, path, 'written')
      }
    },
    async remove(path) {
      try {
        await rm(await locate(path))
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw failureInWords(error, path, 'removed')
      }
    },
  }
}

/** Where a path leads when links are followed; undefined for a link to nowhere. */
async function realOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
  if (await isLink(path)) return undefined
  const parent = dirname(path)
  if (parent === path) return undefined
  const realParent = await realOf(parent)
  return realParent === undefined ? undefined : join(realParent, basename(path))
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

async function modeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).mode & 0o777
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0o644
    throw error
  }
}

function isWithin(root: string, path: string): boolean {
  return path !== root && isInside(root, path)
}

function outside(path: string): AppError {
  return new AppError('forbidden', `${path} leads out of the workspace, so I left it alone.`)
}

/** The error to tell the owner of for what the file system said; other errors as they are. */
export function failureInWords(error: unknown, path: string, what: 'read' | 'written' | 'removed'): unknown {
  const code = codeOf(error)
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new AppError('unavailable', `${path} cannot be ${what}: its permissions do not allow it.`, {
      cause: error,
    })
  if (code === 'ENOSPC')
    return new AppError(
      'unavailable',
      `${path} cannot be ${what}: the disk is full. Free some space first.`,
      {
        cause: error,
      },
    )
  if (code === 'EISDIR' || code === 'ENOTDIR')
    return new AppError('conflict', `${path} is not a file any more, so I changed nothing.`, { cause: error })
  return error
}
