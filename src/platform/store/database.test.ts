import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../system/errors.ts'
import { openDatabase } from './database.ts'
import { type Migration, migrations } from './migrations.ts'

const first: Migration = { id: 1, name: 'notes', sql: 'CREATE TABLE notes (text TEXT NOT NULL)' }
const second: Migration = { id: 2, name: 'colours', sql: 'ALTER TABLE notes ADD COLUMN colour TEXT' }

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bloby-database-'))
  path = join(folder, 'memory.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

function errorOf(fn: () => unknown): AppError {
  try {
    fn()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('It did not throw.')
}

describe('openDatabase', () => {
  it('makes a new database that only its owner can read, with every migration in it and no copy', () => {
    const db = openDatabase(path, migrations)
    expect(db.prepare('PRAGMA user_version').get()?.user_version).toBe(migrations.at(-1)?.id)
    expect(db.prepare('PRAGMA journal_mode').get()?.journal_mode).toBe('wal')
    expect(db.prepare('PRAGMA synchronous').get()?.synchronous).toBe(2)
    expect(db.prepare('PRAGMA foreign_keys').get()?.foreign_keys).toBe(1)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([])
    db.close()
  })

  it('keeps a copy with what is still in the write-ahead log before it migrates an older database', () => {
    const old = openDatabase(path, [first])
    old.prepare('INSERT INTO notes VALUES (?)').run('call mother')
    // The writer stays open, so that the note is in the -wal file only.
    const db = openDatabase(path, [first, second])
    expect(db.prepare('SELECT text, colour FROM notes').all()).toEqual([
      { text: 'call mother', colour: null },
    ])
    db.close()
    old.close()

    const copy = new DatabaseSync(`${path}.before-2`, { readOnly: true })
    expect(copy.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'call mother' }])
    expect(copy.prepare('PRAGMA user_version').get()?.user_version).toBe(1)
    copy.close()
    expect(statSync(`${path}.before-2`).mode & 0o777).toBe(0o600)
  })

  it('opens a database of its own version without a copy or a change', () => {
    openDatabase(path, [first]).close()
    const before = readFileSync(path)
    openDatabase(path, [first]).close()
    expect(readFileSync(path)).toEqual(before)
    expect(readdirSync(folder)).toEqual(['memory.db'])
  })

  it('migrates all the way or not at all', () => {
    openDatabase(path, [first]).close()
    const broken: Migration = { id: 3, name: 'broken', sql: 'CREATE TABLE good (a); CREATE TABLE bad (' }
    expect(() => openDatabase(path, [first, second, broken])).toThrow()
    const db = openDatabase(path, [first])
    expect(db.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'notes' }])
    expect(db.prepare('PRAGMA table_info(notes)').all()).toHaveLength(1)
    db.close()
  })

  it('refuses a database of a newer version and leaves every byte of it and of its log as they were', () => {
    const newer = openDatabase(path, [first, second])
    newer.exec(`INSERT INTO notes VALUES ('from the future', 'green')`)
    const bytes = readFileSync(path)
    const log = readFileSync(`${path}-wal`)
    expect(log.length).toBeGreaterThan(0)
    const error = errorOf(() => openDatabase(path, [first]))
    expect(error.kind).toBe('conflict')
    expect(error.message).toMatch(/newer Bloby.*Update Bloby/)
    expect(readFileSync(path)).toEqual(bytes)
    expect(readFileSync(`${path}-wal`)).toEqual(log)
    newer.close()
  })

  it('refuses a newer database that was left behind by a crash without folding its log into it', () => {
    const newer = openDatabase(path, [first, second])
    newer.exec(`INSERT INTO notes VALUES ('from the future', 'green')`)
    const crashed = join(folder, 'crashed.db')
    writeFileSync(crashed, readFileSync(path))
    writeFileSync(`${crashed}-wal`, readFileSync(`${path}-wal`))
    newer.close()
    const bytes = readFileSync(crashed)
    const log = readFileSync(`${crashed}-wal`)
    expect(errorOf(() => openDatabase(crashed, [first])).kind).toBe('conflict')
    expect(readFileSync(crashed)).toEqual(bytes)
    expect(readFileSync(`${crashed}-wal`)).toEqual(log)
  })

  it('says so when the file is no database, or a damaged one, and leaves it untouched', () => {
    writeFileSync(path, 'not a database at all, but long enough to have a header'.repeat(100))
    const text = readFileSync(path)
    expect(errorOf(() => openDatabase(path, [first])).message).toMatch(/is damaged/)
    expect(readFileSync(path)).toEqual(text)

    rmSync(path)
    const db = openDatabase(path, [first])
    const insert = db.prepare('INSERT INTO notes VALUES (?)')
    for (let index = 0; index < 500; index++) insert.run('x'.repeat(200))
    db.close()
    const damagedBytes = readFileSync(path)
    damagedBytes.fill(0xff, 4096, 4096 * 6)
    writeFileSync(path, damagedBytes)
    const error = errorOf(() => openDatabase(path, [first, second]))
    expect(error.kind).toBe('unavailable')
    expect(error.message).toMatch(/is damaged/)
    expect(readFileSync(path)).toEqual(damagedBytes)
  })

  it('takes an empty file for a new database', () => {
    writeFileSync(path, '')
    openDatabase(path, [first]).close()
    expect(statSync(path).size).toBeGreaterThan(0)
  })
})
