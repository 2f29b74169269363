import { DatabaseSync } from 'node:sqlite'
import { messageOf } from './errors.ts'

export interface FileLock {
  release(): void
}

/**
 * Takes a lock between processes, or gives undefined when another one holds it. It is SQLite's on a file of its own, which the
 * system gives up when the process dies, however it dies: there is no stale lock to clean.
 */
export function tryLock(path: string): FileLock | undefined {
  const database = new DatabaseSync(path)
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (/locked/.test(messageOf(error))) return undefined
    throw error
  }
  return { release: () => database.close() }
}
