import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError, messageOf } from '../../system/errors.ts'
import type { Migration } from './migrations.ts'
import { inTransaction } from './transaction.ts'

const busyTimeoutMs = 5_000

/**
 * Opens the database at `path` (or `:memory:`) and brings its schema up to date, all missing migrations in one transaction.
 * Before a database that holds something is migrated, a copy is kept beside it as `<name>.before-<version>`.
 *
 * @throws AppError `conflict` when a newer Bloby wrote it, `unavailable` when it is damaged; the file stays as it was.
 */
export function openDatabase(path: string, migrations: readonly Migration[]): DatabaseSync {
  const isFile = path !== ':memory:'
  if (isFile) {
    inspect(path, migrations)
    // SQLite gives its -wal and -shm files the mode of the database, which so has to be right before it is opened.
    closeSync(openSync(path, 'a', 0o600))
    chmodSync(path, 0o600)
  }
  const db = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true })
  try {
    if (isFile) db.exec('PRAGMA journal_mode = WAL')
    db.exec('PRAGMA synchronous = FULL')
    migrate(db, path, migrations)
    return db
  } catch (error) {
    db.close()
    throw isDamage(error) ? damaged(path, error) : error
  }
}

/** Looks before anything is written: the check runs on a read-only connection, which never folds the -wal file in. */
function inspect(path: string, migrations: readonly Migration[]): void {
  if (!existsSync(path) || statSync(path).size === 0) return
  const name = basename(path)
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs })
    try {
      const version = versionOf(db)
      const latest = latestOf(migrations)
      if (version > latest)
        throw new AppError(
          'conflict',
          `${name} was written by a newer Bloby (its version is ${version}, this one knows ${latest}). ` +
            'Update Bloby, or start the version that you had before.',
        )
      const [row] = db.prepare('PRAGMA quick_check(1)').all()
      if (row?.quick_check !== 'ok') throw damaged(path, row?.quick_check)
    } finally {
      db.close()
    }
  } catch (error) {
    throw isDamage(error) ? damaged(path, error) : error
  }
}

function migrate(db: DatabaseSync, path: string, migrations: readonly Migration[]): void {
  const version = versionOf(db)
  const missing = migrations.filter((migration) => migration.id > version)
  if (missing.length === 0) return
  if (path !== ':memory:' && hasTables(db)) keepCopy(db, `${path}.before-${latestOf(migrations)}`)
  inTransaction(db, () => {
    for (const migration of missing) db.exec(migration.sql)
    db.exec(`PRAGMA user_version = ${latestOf(migrations)}`)
  })
}

/** Writes to a file beside it first, so that a copy with the final name is always a whole one. */
function keepCopy(db: DatabaseSync, target: string): void {
  const unfinished = `${target}.part`
  rmSync(unfinished, { force: true })
  const file = openSync(unfinished, 'a', 0o600)
  try {
    db.prepare('VACUUM INTO ?').run(unfinished)
    // VACUUM INTO does not wait for the disk: https://sqlite.org/lang_vacuum.html#vacuuminto
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(unfinished, target)
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.user_version)
}

function hasTables(db: DatabaseSync): boolean {
  return db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined
}

function latestOf(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.id ?? 0
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, also as extended codes: https://sqlite.org/rescode.html */
function isDamage(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false
  const primary = error.errcode & 0xff
  return primary === 11 || primary === 26
}

function damaged(path: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? messageOf(cause) : String(cause)
  return new AppError(
    'unavailable',
    `The database ${path} is damaged (${reason}). Nothing was changed. Put a backup in its place, ` +
      'or move it away to start with an empty one.',
    { cause },
  )
}
