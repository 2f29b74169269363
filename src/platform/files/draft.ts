import { randomUUID } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { AppError, codeOf } from '../../system/errors.ts'

/** A file that is being written, invisible to whoever lists the folder. */
export interface Draft {
  /** To write to. */
  readonly fd: number
  /** Gives it the first of the names that is free, and gives that name. What is there already is never replaced. */
  publish(nameOf: (count: number) => string): string
  /** Removes it, unless it is published. */
  discard(): void
}

const unfinished = /^\.[0-9a-f-]{36}\.part$/
const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0)

/**
 * The real folder of the owner's files in a workspace, made when it is missing.
 * @throws AppError when there is no workspace yet, or when `files` is no folder but, say, a link that the app's code put there
 */
export function filesFolder(workspace: string): string {
  const folder = join(realFolder(workspace), 'files')
  try {
    mkdirSync(folder)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  if (!lstatSync(folder).isDirectory())
    throw new AppError(
      'conflict',
      'The file could not be saved: “files” in the workspace is not a folder any more. Remove or rename it.',
    )
  return folder
}

/** Begins a file in `folder`, as `filesFolder` gives it. */
export function createDraft(folder: string): Draft {
  const place = join(folder, `.${randomUUID()}.part`)
  const fd = openSync(place, flags, 0o600)
  let isOpen = true
  const close = () => {
    if (isOpen) closeSync(fd)
    isOpen = false
  }
  const discard = () => {
    close()
    rmSync(place, { force: true })
  }
  // The folder may have become a link just before; nothing of the owner's has been written yet.
  if (realpathSync(place) !== place || lstatSync(place).ino !== fstatSync(fd).ino) {
    discard()
    throw new AppError('conflict', 'The file could not be saved: the folder was moved. Try again.')
  }
  return {
    fd,
    publish(nameOf) {
      close()
      const name = reserve(folder, nameOf)
      renameSync(place, join(folder, name))
      return name
    },
    discard,
  }
}

/** Removes what a supervisor that died left half written. */
export function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder))
    if (unfinished.test(name)) rmSync(join(folder, name), { force: true })
}

/** Makes an empty file of a free name, for us to replace. */
function reserve(folder: string, nameOf: (count: number) => string): string {
  for (let count = 1; ; count++) {
    const name = nameOf(count)
    try {
      closeSync(openSync(join(folder, name), flags, 0o600))
      return name
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
}

function realFolder(workspace: string): string {
  try {
    return realpathSync(workspace)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    throw new AppError('unavailable', 'The workspace is not ready yet. Try again in a moment.', {
      cause: error,
    })
  }
}
