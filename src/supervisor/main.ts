import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { SupervisorMessage } from '../protocol/supervisor.ts'
import { systemClock } from '../system/clock.ts'
import { parsePort } from '../system/config.ts'
import { AppError, messageOf } from '../system/errors.ts'
import { pathsOf } from '../system/paths.ts'
import { startSupervisor } from './supervisor.ts'

/** How long a stop may take before what is left is given up. */
const stopTimeoutMs = 5000

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } })

function tell(message: SupervisorMessage) {
  if (process.connected) process.send?.(message)
}

try {
  const supervisor = await startSupervisor({
    paths: pathsOf(process.env),
    ...(values.port !== undefined && { port: parsePort(values.port) }),
    ...(values.host !== undefined && { host: values.host }),
    version: JSON.parse(readFileSync(fromHere('../../package.json'), 'utf8')).version,
    template: fromHere('../../workspace'),
    pages: fromHere('../../dist/public'),
    clock: systemClock,
    terminal: process.stderr,
    onAppStep: (step) => tell({ type: 'step', step }),
    onProblem: (title, detail) => tell({ type: 'problem', title, ...(detail !== undefined && { detail }) }),
  })

  // What is on disk is whole at any moment, so one fault is no reason to take the chat down with it.
  process.on('uncaughtException', supervisor.report)
  process.on('unhandledRejection', supervisor.report)

  let isStopping = false
  const stop = () => {
    if (isStopping) return
    isStopping = true
    // Children that do not end in time are ended by the next start at the latest.
    setTimeout(() => process.exit(1), stopTimeoutMs).unref()
    void supervisor.stop().then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('SIGHUP', stop)
  // The command line that runs us in the foreground is gone, and with it the terminal.
  process.on('disconnect', stop)
  tell({ type: 'ready', ...supervisor.ready })
} catch (error) {
  const isAlreadyRunning =
    error instanceof AppError && error.kind === 'conflict' && /already running/.test(error.message)
  const message = error instanceof AppError ? error.message : `Bloby could not start: ${messageOf(error)}`
  if (process.connected) tell({ type: 'failed', message, isAlreadyRunning })
  else process.stderr.write(`${message}\n`)
  process.exitCode = 1
  if (process.connected) process.disconnect()
}
