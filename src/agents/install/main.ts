import { mkdirSync } from 'node:fs'
import type { EngineState } from '../../protocol/chat.ts'
import { systemClock } from '../../system/clock.ts'
import { AppError } from '../../system/errors.ts'
import { createLogTail } from '../../system/log-tail.ts'
import { pathsOf } from '../../system/paths.ts'
import { createEngines } from './engines.ts'

/**
 * Installs engines for the command line while no supervisor runs: `main.ts list`, or `main.ts install <name>`. Prints an engine's
 * state as a line of JSON each time it changes; what goes wrong is in the last one.
 */
const [task, name = ''] = process.argv.slice(2)
const paths = pathsOf(process.env)
mkdirSync(paths.logs, { recursive: true, mode: 0o700 })
const tail = createLogTail(paths.logs, 'engines.log')
const engines = createEngines({ enginesDir: paths.engines, clock: systemClock, tail })

function print(state: EngineState) {
  process.stdout.write(`${JSON.stringify(state)}\n`)
}

if (task === 'list') for (const state of engines.list()) print(state)
else if (task === 'install') {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, engines.stop)
  // The command line is gone, and with it who wanted this.
  process.on('disconnect', engines.stop)
  process.exitCode = await install()
} else throw new AppError('invalid', `There is no task ${task}.`)
await tail.close()
if (process.connected) process.disconnect()

async function install(): Promise<number> {
  const state = await new Promise<EngineState>((resolve) => {
    engines.onState((changed) => {
      if (changed.name !== name) return
      print(changed)
      if (changed.status !== 'installing') resolve(changed)
    })
    const first = engines.install(name)
    if (first.status === 'installing') return
    print(first)
    resolve(first)
  })
  return state.status === 'ready' ? 0 : 1
}
