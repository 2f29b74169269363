import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { AppError, messageOf } from '../../system/errors.ts'
import type { NoteKind } from './wishes/wish.ts'

export interface NewNote {
  kind: NoteKind
  text: string
  url: string | null
  /** The card that has it on a list of its own. */
  list?: string
}

/** Notes in the `notes` table of the app's own database, as the template's backend makes it. Throws `AppError` in words. */
export interface AppDatabase {
  /** Whether the same is kept, not done, since `since` (ms since 1970). */
  has(note: NewNote, since: number): boolean
  /** Keeps them all or none; gives their ids. `now` in ms since 1970. */
  add(notes: NewNote[], now: number): string[]
  remove(id: string, now: number): void
}

/** Runs `use` on the database at `file`, closed again after it. */
export function withAppDatabase<T>(file: string, use: (database: AppDatabase) => T): T {
  if (!existsSync(file))
    throw new AppError(
      'conflict',
      'The app’s database is not there yet: its backend makes it when it first runs.',
    )
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file, { timeout: 300, enableForeignKeyConstraints: true })
    // The app's code may have put anything in there.
    database.exec('PRAGMA trusted_schema = OFF')
    return use(notesOf(database))
  } catch (error) {
    throw inWords(error)
  } finally {
    database?.close()
  }
}

function notesOf(database: DatabaseSync): AppDatabase {
  return {
    has: (note, since) =>
      database
        .prepare(
          'SELECT 1 FROM notes WHERE kind = ? AND text = ? AND isDone = 0 AND deletedAt IS NULL AND createdAt >= ? LIMIT 1',
        )
        .get(note.kind, note.text, since) !== undefined,
    add(notes, now) {
      const insert = database.prepare(
        'INSERT INTO notes (id, kind, text, url, createdAt) VALUES (?, ?, ?, ?, ?)',
      )
      const putOn = (list: string, id: string) =>
        database.prepare('UPDATE notes SET list = ? WHERE id = ?').run(list, id)
      database.exec('BEGIN IMMEDIATE')
      try {
        const ids = notes.map(({ kind, text, url, list }, index) => {
          const id = randomUUID()
          // The list shows the newest first, and these in the order in which they were said.
          insert.run(id, kind, text, url, now + notes.length - index)
          if (list !== undefined) putOn(list, id)
          return id
        })
        database.exec('COMMIT')
        return ids
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
    remove(id, now) {
      database.prepare('UPDATE notes SET deletedAt = ? WHERE id = ?').run(now, id)
    },
  }
}

function inWords(error: unknown): unknown {
  if (error instanceof AppError) return error
  const message = messageOf(error)
  const fail = (kind: 'conflict' | 'unavailable', words: string) =>
    new AppError(kind, words, { cause: error })
  if (/no such (?:table|column)|has no column|not a database|malformed|constraint/i.test(message))
    return fail('conflict', 'The notes in the app’s database are not as I know them, so I kept nothing.')
  if (/locked|busy/i.test(message))
    return fail('unavailable', 'The app’s database is busy. Try again in a moment.')
  if (/readonly|unable to open/i.test(message))
    return fail('unavailable', 'The app’s database cannot be written to.')
  if (/full/i.test(message)) return fail('unavailable', 'The disk is full. Free some space first.')
  return error
}
