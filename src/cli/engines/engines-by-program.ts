import { fork } from 'node:child_process'
import { createInterface } from 'node:readline'
import * as v from 'valibot'
import { type EngineState, engineState } from '../../protocol/chat.ts'
import { AppError } from '../../system/errors.ts'
import { ownModule } from '../../system/own-file.ts'
import type { EngineSource } from './engine-source.ts'

const stateLine = v.pipe(v.string(), v.parseJson(), engineState)

/** Engines while no supervisor runs: a program of ours installs them, and ends with this one. */
export function enginesByProgram(): EngineSource {
  async function run(
    args: string[],
    onState: (state: EngineState) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const child = fork(ownModule(import.meta.url, '../../agents/install/main'), args, {
      // An environment of a test or a debugger is ours alone.
      execArgv: [],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    })
    const stop = () => child.kill('SIGTERM')
    signal?.addEventListener('abort', stop)
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).on('line', (line) => {
        const result = v.safeParse(stateLine, line)
        if (result.success) onState(result.output)
      })
    try {
      await new Promise((resolve, reject) => {
        child.once('close', resolve)
        child.once('error', reject)
      })
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  return {
    async list() {
      const states: EngineState[] = []
      await run(['list'], (state) => states.push(state))
      if (states.length === 0) throw new AppError('unavailable', 'The engines could not be listed.')
      return states
    },
    async install(name, onState, signal) {
      let last: EngineState | undefined
      await run(
        ['install', name],
        (state) => {
          last = state
          onState(state)
        },
        signal,
      )
      if (last === undefined)
        throw new AppError('unavailable', `The installation of ${name} could not be started.`)
      if (last.status !== 'installing') return last
      // It was killed: what it last said does not hold any more.
      const { share: _, ...rest } = last
      return { ...rest, status: 'failed', error: 'The installation was ended from outside. Run it again.' }
    },
  }
}
