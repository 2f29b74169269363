/**
 * Preloaded into every process that runs code of the workspace. Node's permission model does not reach everything; what it
 * leaves open is closed here before the first line of workspace code runs.
 *
 * Workspace code can replace every global, every method and, with `syncBuiltinESMExports`, every import of a built-in module.
 * So the modules of the guard take what they use once, when they load, through `process.getBuiltinModule`, and call it with
 * `Reflect.apply`. They import nothing but each other.
 */
import { guardDatabases } from './guard/databases.ts'
import { guardPipes } from './guard/pipes.ts'
import { guardProcess } from './guard/process.ts'
import { guardServer } from './guard/server.ts'

const { realpathSync } = process.getBuiltinModule('node:fs')
const { syncBuiltinESMExports } = process.getBuiltinModule('node:module')
const root = realpathSync.native(process.cwd())

guardServer()
guardPipes(root)
guardDatabases(root)
guardProcess()
syncBuiltinESMExports()
