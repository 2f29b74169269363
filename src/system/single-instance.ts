import { join } from 'node:path'
import { AppError } from './errors.ts'
import { type FileLock, tryLock } from './file-lock.ts'

/** Holds a home for one supervisor. Throws `conflict` when another one holds it. */
export function lockHome(runDirectory: string): FileLock {
  const lock = tryLock(join(runDirectory, 'lock.db'))
  if (lock === undefined) throw new AppError('conflict', 'Bloby is already running on this home.')
  return lock
}
