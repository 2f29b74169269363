import { DatabaseSync } from 'node:sqlite'

/** Each entry runs once, in order. Add to the end; never change one that has run. */
const migrations = [
  `CREATE TABLE notes (
     id TEXT PRIMARY KEY,
     kind TEXT NOT NULL,
     text TEXT NOT NULL,
     url TEXT,
     isDone INTEGER NOT NULL DEFAULT 0,
     createdAt INTEGER NOT NULL,
     deletedAt INTEGER
   ) STRICT`,
  // The card that a note belongs to, by its title; null for those of no list of their own.
  'ALTER TABLE notes ADD COLUMN list TEXT',
]

/** Opens the app's database and brings its tables up to date. Times in it are milliseconds since 1970. */
export function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 3000')
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
  return database
}
