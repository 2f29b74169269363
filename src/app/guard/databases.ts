import type { DatabaseSync, DatabaseSyncOptions } from 'node:sqlite'
import { close, denied, replace } from './denied.ts'

const { lstatSync, realpathSync } = process.getBuiltinModule('node:fs')
const { basename, dirname, resolve, sep } = process.getBuiltinModule('node:path')
const { apply, construct } = Reflect
const { includes, slice, startsWith } = String.prototype
const { isBuffer } = Buffer
const { toString: decode } = Buffer.prototype
const realpath = realpathSync.native

/** `node:sqlite` opens any file that the user may; here it is kept to those of the workspace, under `root`. */
export function guardDatabases(root: string): void {
  const sqlite = process.getBuiltinModule('node:sqlite')
  const { DatabaseSync: Original, backup } = sqlite
  const { SQLITE_ATTACH, SQLITE_DENY, SQLITE_OK } = sqlite.constants
  const { open, setAuthorizer } = Original.prototype

  /**
   * The real path that is opened in place of `name`, read once. Throws when it is outside the workspace, and for URIs:
   * SQLite reads those in its own way.
   */
  function insideWorkspace(name: unknown): string {
    const text: unknown = isBuffer(name) ? apply(decode, name, []) : name
    if (typeof text !== 'string') throw denied('A database named by anything but a path')
    if (text === ':memory:' || text === '') return text
    const own = apply(startsWith, text, [root]) ? apply(slice, text, [root.length]) : text
    if (apply(includes, own, [':']) || apply(includes, own, ['\0'])) throw denied('A database named by a URI')
    const path = resolve(root, text)
    let real: string
    try {
      real = realpath(path)
    } catch {
      // A new file is where its folder really is; a link that leads nowhere yet would be followed when it is created.
      if (lstatSync(path, { throwIfNoEntry: false, bigint: false }) !== undefined)
        throw denied('A database behind a broken link')
      real = `${realpath(dirname(path))}${sep}${basename(path)}`
    }
    if (!apply(startsWith, real, [root + sep])) throw denied('A database outside the workspace')
    return real
  }

  // `ATTACH` and `VACUUM INTO` name files in SQL, where only SQLite sees them: both come here as an attachment. One
  // without a name is what a plain `VACUUM` works in.
  const authorize = (action: number, name: string | null) =>
    action === SQLITE_ATTACH && name !== '' ? SQLITE_DENY : SQLITE_OK

  function Guarded(name: unknown, options?: DatabaseSyncOptions): DatabaseSync {
    if (new.target === undefined)
      throw new TypeError("Class constructor DatabaseSync cannot be invoked without 'new'")
    // A copy that inherits nothing: what is asked here is what SQLite is told.
    const plain = { __proto__: null, ...options }
    const database = construct(Original, [insideWorkspace(name), plain], new.target) as DatabaseSync
    if (plain.open !== false) apply(setAuthorizer, database, [authorize])
    return database
  }
  Guarded.prototype = Original.prototype
  replace(Original.prototype, 'constructor', Guarded)
  replace(Original.prototype, 'open', function guardedOpen(this: DatabaseSync) {
    apply(open, this, [])
    apply(setAuthorizer, this, [authorize])
  })
  close(Original.prototype, 'setAuthorizer', 'setAuthorizer')
  replace(sqlite, 'DatabaseSync', Guarded)
  replace(sqlite, 'backup', (source: DatabaseSync, path: unknown, options?: object) =>
    backup(source, insideWorkspace(path), { __proto__: null, ...options } as object),
  )
}
