import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export interface BareSetup {
  /** Where the engine is installed, and its program. */
  folder: string
  binary: string
  /** The server of models. */
  url: string
  model: string
  cwd: string
  config: string
  tools: readonly string[]
  /** What Bloby gives the engine beside: the sandbox of commands, its own prompt, its plugins. */
  extras: { sandbox: object; prompt: string; plugins: readonly string[] }
}

export interface BareOrder {
  what: 'warm' | 'cold' | 'interrupt' | 'parallel'
  /** Whether the session has Bloby's extras and tools. */
  hasExtras: boolean
  prompt: string
  /** In each of three sessions. */
  turns: number
}

/** Runs `bare-engine.ts` beside the benchmark. */
export function startBareEngine(setup: BareSetup) {
  const child = fork(path.join(import.meta.dirname, 'bare-engine.ts'), [JSON.stringify(setup)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error('The bare engine ended.')
  })
  ended.catch(() => {})
  return {
    /** Gives the time in ms that the script measured itself. */
    async order(order: BareOrder): Promise<number> {
      child.send(order)
      const [ms] = await Promise.race([once(child, 'message'), ended])
      return Number(ms)
    },
    async stop(): Promise<void> {
      child.disconnect()
      await ended.catch(() => {})
    },
  }
}
