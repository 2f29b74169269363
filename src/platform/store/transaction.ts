import type { DatabaseSync } from 'node:sqlite'

/**
 * Runs `fn` as one change of the database: all of it is kept, or nothing when it throws. A call inside another one joins it.
 * `fn` is synchronous, so that nothing else can slip in between.
 */
export function inTransaction<T>(db: DatabaseSync, fn: () => T): T {
  if (db.isTransaction) return fn()
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = fn()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite ends the transaction by itself after some errors, such as a full disk.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
