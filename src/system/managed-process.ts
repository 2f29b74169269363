import { type ChildProcess, spawn } from 'node:child_process'
import type { ProcessState } from '../protocol/chat.ts'
import type { Clock } from './clock.ts'
import { messageOf } from './errors.ts'
import type { LogTail } from './log-tail.ts'
import { signalGroup } from './process-identity.ts'
import type { ProcessLedger } from './process-ledger.ts'
import { createRestartPolicy } from './restart-policy.ts'
import type { Service } from './service.ts'
import { createSignal } from './signal.ts'

export interface Command {
  file: string
  args: string[]
  cwd: string
  /** The whole environment: nothing is inherited. */
  env: Record<string, string>
}

export interface ManagedProcess extends Service {
  /** Stops it, when it runs, and starts it with a fresh count of restarts. Asked for again before it started, it is the same restart. */
  restart(): Promise<void>
  state(): ProcessState & { pid?: number; uptimeMs?: number }
  onState(listener: (state: ProcessState) => void): () => void
  lastLines(count: number): string[]
}

export interface ManagedProcessDeps {
  name: string
  command: () => Command
  /** Whether it answers; asked while it starts. */
  isReady: () => Promise<boolean>
  tail: LogTail
  ledger: ProcessLedger
  clock: Clock
  readyTimeoutMs?: number
  /** How long it has to end by itself after SIGTERM. */
  graceMs?: number
}

const pollMs = 60
/** A process that prints more than this within a second is in an endless loop. */
const mostOutputPerSecond = 4 * 1024 * 1024

/**
 * A child process that is kept running: restarted by the policy when it crashes, reported as failed when it does not
 * stay, ended with all that it started. `start` gives no error: a process that does not come up is a state.
 */
export function createManagedProcess(deps: ManagedProcessDeps): ManagedProcess {
  const { name, tail, ledger, clock, readyTimeoutMs = 60_000, graceMs = 2000 } = deps
  const policy = createRestartPolicy(clock)
  const changed = createSignal<ProcessState>()
  let child: ChildProcess | undefined
  let status: ProcessState['status'] = 'stopped'
  let startedAt = 0
  let cancelRestart: (() => void) | undefined
  let lastOperation: Promise<void> = Promise.resolve()
  /** The restart that is the last thing to do, until it launches. */
  let nextRestart: Promise<void> | undefined

  function setStatus(next: ProcessState['status']) {
    status = next
    changed.emit(stateOf())
  }
  function stateOf(): ProcessState {
    return { name, status, restarts: policy.restarts }
  }

  function launch() {
    const command = deps.command()
    policy.started()
    startedAt = clock.now()
    setStatus('starting')
    let started: ChildProcess
    try {
      started = spawn(command.file, command.args, {
        cwd: command.cwd,
        env: { ...command.env, ...ledger.environment },
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    } catch (error) {
      tail.write(`${name} could not be started: ${messageOf(error)}\n`)
      crashed()
      return
    }
    child = started
    const read = readOutput(started)
    started.stdout?.setEncoding('utf8').on('data', read)
    started.stderr?.setEncoding('utf8').on('data', read)
    if (started.pid !== undefined) ledger.add(name, started.pid)
    let isOver = false
    const over = (reason: string) => {
      if (isOver) return
      isOver = true
      if (started.pid !== undefined) {
        // What the process itself started must not outlive it.
        signalGroup(started.pid, 'SIGKILL')
        ledger.remove(started.pid)
      }
      if (child !== started) return
      child = undefined
      tail.write(`${name} ${reason}\n`)
      crashed()
    }
    started.once('error', (error) => over(`could not be started: ${error.message}`))
    started.once('exit', (code, signal) =>
      over(signal ? `was ended by ${signal}` : `exited with code ${code}`),
    )
    void waitUntilReady(started)
  }

  function readOutput(source: ChildProcess) {
    let second = 0
    let length = 0
    return (text: string) => {
      const now = Math.floor(clock.now() / 1000)
      if (now !== second) length = 0
      second = now
      length += text.length
      if (length <= mostOutputPerSecond) return tail.write(text)
      if (length - text.length <= mostOutputPerSecond) tail.write(`\n${name} prints without end\n`)
      if (source.pid !== undefined) signalGroup(source.pid, 'SIGKILL')
    }
  }

  async function waitUntilReady(starting: ChildProcess) {
    const deadline = clock.now() + readyTimeoutMs
    while (child === starting && clock.now() < deadline) {
      const isReady = await deps.isReady().catch(() => false)
      if (child !== starting) return
      if (isReady) {
        setStatus('running')
        return
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
    if (child !== starting) return
    tail.write(`${name} did not answer within ${readyTimeoutMs / 1000} s\n`)
    if (starting.pid !== undefined) signalGroup(starting.pid, 'SIGKILL')
  }

  function crashed() {
    const delayMs = policy.crashed()
    if (delayMs === undefined) {
      setStatus('failed')
      return
    }
    setStatus('restarting')
    cancelRestart = clock.after(delayMs, launch)
  }

  async function end() {
    cancelRestart?.()
    cancelRestart = undefined
    const ending = child
    child = undefined
    if (ending?.pid === undefined || ending.exitCode !== null || ending.signalCode !== null) return
    const { pid } = ending
    const exited = new Promise<void>((resolve) => ending.once('exit', () => resolve()))
    signalGroup(pid, 'SIGTERM')
    const cancelKill = clock.after(graceMs, () => signalGroup(pid, 'SIGKILL'))
    await exited
    cancelKill()
  }

  /** One thing at a time: a restart that comes while a stop runs waits for it. */
  function inTurn(operation: () => Promise<void>): Promise<void> {
    nextRestart = undefined
    lastOperation = lastOperation.then(operation)
    return lastOperation
  }

  return {
    name,
    start: () =>
      inTurn(async () => {
        if (child === undefined && status !== 'restarting') launch()
      }),
    stop: () =>
      inTurn(async () => {
        await end()
        setStatus('stopped')
      }),
    restart() {
      nextRestart ??= inTurn(async () => {
        await end()
        nextRestart = undefined
        policy.reset()
        launch()
      })
      return nextRestart
    },
    state: () => ({
      ...stateOf(),
      ...(child?.pid !== undefined && { pid: child.pid, uptimeMs: clock.now() - startedAt }),
    }),
    onState: changed.on,
    lastLines: tail.last,
  }
}
