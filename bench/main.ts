/**
 * Runs the benchmarks, all of them or those that are named: `node bench/main.ts proxy memory`. See README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { benchChat } from './chat.ts'
import { benchEngine } from './engine.ts'
import { createInstallation, type Installation } from './installation.ts'
import { benchMemory } from './memory.ts'
import { benchProxy } from './proxy.ts'
import { benchStart } from './start.ts'
import { benchWebsocket } from './websocket.ts'

const benchmarks: Record<string, (installation: Installation, folder: string) => Promise<void>> = {
  start: benchStart,
  proxy: benchProxy,
  websocket: benchWebsocket,
  memory: benchMemory,
  engine: benchEngine,
}
/** Those that need no installation. */
const ofPages: Record<string, () => Promise<void>> = { chat: benchChat }
const names = [...Object.keys(benchmarks), ...Object.keys(ofPages)]

const asked = process.argv.slice(2)
const wanted = asked.length > 0 ? asked : names
const unknown = wanted.find((name) => !names.includes(name))
if (unknown !== undefined) {
  console.error(`There is no benchmark named ${unknown}. There are: ${names.join(', ')}.`)
  process.exitCode = 2
} else if (process.platform !== 'linux') {
  console.error('CPU time and memory are read from /proc: the benchmarks need Linux.')
  process.exitCode = 1
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))
  const folder = mkdtempSync(path.join(tmpdir(), 'bloby-bench-'))
  try {
    console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}`)
    for (const name of wanted) await ofPages[name]?.()
    const ofPrograms = wanted.flatMap((name) => benchmarks[name] ?? [])
    const installation = ofPrograms.length > 0 ? await createInstallation(folder) : undefined
    if (installation) for (const run of ofPrograms) await run(installation, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
