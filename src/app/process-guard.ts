/**
 * Preloaded into every process that runs code of the workspace. Node's permission model does not reach everything: it lets
 * `node:sqlite` open any file, and lets a process signal any other of the same user (SIGUSR1 opens a debugger in a Node
 * process). This closes both before the first line of workspace code runs. It stands alone: it may import nothing of ours.
 */
import { realpathSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, dirname, join, resolve, sep } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'

const root = realpathSync(process.cwd())

function denied(what: string): Error {
  return Object.assign(new Error(`${what} is not allowed in the workspace's processes.`), {
    code: 'ERR_ACCESS_DENIED',
  })
}

/** The file that a database name means, or undefined for one in memory. Throws when it is outside the workspace. */
function insideWorkspace(name: unknown): void {
  const text = name instanceof URL ? fileURLToPath(name) : String(name)
  if (text === ':memory:' || text === '') return
  if (/^file:/i.test(text)) {
    const url = new URL(text)
    if (url.searchParams.has('vfs')) throw denied('Another SQLite VFS')
    insideWorkspace(
      text.toLowerCase().startsWith('file::memory:')
        ? ':memory:'
        : fileURLToPath(url.href.split('?')[0] ?? ''),
    )
    return
  }
  const path = resolve(root, text)
  // The last part may not exist yet; when it does it may be a link.
  let real = join(realpathSync(dirname(path)), basename(path))
  try {
    real = realpathSync(path)
  } catch {
    // A new file: its folder was resolved above.
  }
  if (real !== root && !real.startsWith(root + sep)) throw denied(`A database at ${text}`)
}

// Not a static import: that would fix the names that workspace code imports before they are replaced here.
const sqlite = process.getBuiltinModule('node:sqlite')
const { DatabaseSync: Original, constants } = sqlite
const setAuthorizer = Original.prototype.setAuthorizer
const originalBackup = sqlite.backup

/**
 * `ATTACH` and `VACUUM INTO` name files in SQL, where only SQLite sees them: both come here as an attachment. One
 * without a name is what a plain `VACUUM` works in.
 */
function authorize(action: number, name: string | null): number {
  return action === constants.SQLITE_ATTACH && name !== '' ? constants.SQLITE_DENY : constants.SQLITE_OK
}

function Guarded(this: unknown, name: string | Buffer | URL, options?: object): DatabaseSync {
  if (new.target === undefined)
    throw new TypeError("Class constructor DatabaseSync cannot be invoked without 'new'")
  const location = Buffer.isBuffer(name) ? name.toString() : name
  insideWorkspace(location)
  const isOpen = (options as { open?: boolean } | undefined)?.open !== false
  const database = new Original(location, options ?? {})
  Object.setPrototypeOf(database, new.target.prototype)
  if (isOpen) setAuthorizer.call(database, authorize)
  return database
}
const originalOpen = Original.prototype.open
Original.prototype.open = function open(this: DatabaseSync) {
  originalOpen.call(this)
  setAuthorizer.call(this, authorize)
}
Object.defineProperty(Original.prototype, 'setAuthorizer', {
  value: () => {
    throw denied('setAuthorizer')
  },
})
Object.defineProperty(Original.prototype, 'constructor', { value: Guarded })
Guarded.prototype = Original.prototype

Object.assign(sqlite, {
  DatabaseSync: Guarded,
  backup: (source: DatabaseSync, path: string | Buffer | URL, options?: object) => {
    const location = Buffer.isBuffer(path) ? path.toString() : path
    insideWorkspace(location)
    return originalBackup(source, location, options ?? {})
  },
})

const kill = process.kill.bind(process)
process.kill = (pid: number, signal?: string | number) => {
  if (pid !== process.pid) throw denied('Signalling another process')
  return kill(pid, signal)
}
for (const name of ['_kill', '_debugProcess', '_debugEnd', '_startProfilerIdleNotifier', 'execve']) {
  if (name in process)
    Object.defineProperty(process, name, {
      value: () => {
        throw denied(`process.${name}`)
      },
    })
}

syncBuiltinESMExports()
