import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError, messageOf } from './errors.ts'

/**
 * Holds a home for one supervisor. The lock is SQLite's on a file of its own, which the system gives up when the process
 * dies, however it dies: there is no stale lock to clean. Throws `conflict` when another one holds it.
 */
export function lockHome(runDirectory: string): { release(): void } {
  const database = new DatabaseSync(join(runDirectory, 'lock.db'))
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (/locked/.test(messageOf(error)))
      throw new AppError('conflict', 'Bloby is already running on this home.', { cause: error })
    throw error
  }
  return { release: () => database.close() }
}
