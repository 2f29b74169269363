import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError, codeOf } from '../system/errors.ts'

/** Missing under Windows, where they are not needed: a pipe would block, a link could lead out of the workspace. */
const { O_NONBLOCK = 0, O_NOFOLLOW = 0, O_RDONLY } = constants

export interface SmallFile {
  readonly text: string
  /** Differs after each change. */
  readonly stamp: string
}

/**
 * A file that workspace code may have written, or undefined where there is none. `known` is given back when it has not changed
 * since. Throws `invalid` for what is no regular file, or larger than `maxBytes`.
 */
export function readSmallFile(path: string, maxBytes: number, known?: SmallFile): SmallFile | undefined {
  let file: number
  try {
    file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    if (codeOf(error) === 'ELOOP') throw new AppError('invalid', `${basename(path)} is a link, not a file`)
    throw error
  }
  try {
    const stats = fstatSync(file)
    if (!stats.isFile()) throw new AppError('invalid', `${basename(path)} is not a regular file`)
    if (stats.size > maxBytes)
      throw new AppError('invalid', `${basename(path)} is larger than ${Math.floor(maxBytes / 1024)} KB`)
    const stamp = [stats.ino, stats.size, stats.mtimeMs, stats.ctimeMs].join(' ')
    return stamp === known?.stamp ? known : { text: readFileSync(file, 'utf8'), stamp }
  } finally {
    closeSync(file)
  }
}
