import { join } from 'node:path'
import type { EngineState } from '../../protocol/chat.ts'
import type { Clock } from '../../system/clock.ts'
import { AppError, messageOf, toAppError } from '../../system/errors.ts'
import type { LogTail } from '../../system/log-tail.ts'
import type { ProcessLedger } from '../../system/process-ledger.ts'
import { createSignal } from '../../system/signal.ts'
import type { EngineProgram } from '../engine-program.ts'
import type { Engine } from './engine.ts'
import { installEngine } from './install-engine.ts'
import { isInstalled } from './installation.ts'

export interface EngineProgramDeps {
  engine: Engine
  /** `paths.engines`. */
  enginesDir: string
  clock: Clock
  /** The supervisor's, which ends what a killed one left at its next start. */
  ledger?: Pick<ProcessLedger, 'add' | 'remove'>
  /** Takes what npm says. */
  tail?: Pick<LogTail, 'write'>
}

/** An engine that npm installs when it is first needed. */
export function createEngineProgram(deps: EngineProgramDeps): EngineProgram {
  const { engine, enginesDir, clock, ledger, tail } = deps
  const { name, version, here } = engine
  const folder = join(enginesDir, `${name}@${version}`)
  const changed = createSignal<EngineState>()
  let running: { folder: Promise<string>; controller: AbortController } | undefined
  let share = 0
  let failure: string | undefined

  const isReady = () => here !== undefined && isInstalled(folder, here)

  function state(): EngineState {
    const is = { name, version }
    if (running !== undefined) return { ...is, status: 'installing', share }
    if (isReady()) return { ...is, status: 'ready' }
    return failure === undefined ? { ...is, status: 'missing' } : { ...is, status: 'failed', error: failure }
  }

  async function install(signal: AbortSignal): Promise<string> {
    try {
      return await installEngine({
        engine,
        enginesDir,
        clock,
        signal,
        ...(ledger && { ledger }),
        write: (text) => tail?.write(text),
        onShare(next) {
          share = next
          changed.emit(state())
        },
      })
    } catch (error) {
      if (signal.aborted) throw new AppError('unavailable', 'The installation of the engine was stopped.')
      tail?.write(`The ${name} engine was not installed: ${messageOf(error)}\n`)
      const shown = toAppError(error)
      failure = shown.message
      throw shown
    } finally {
      running = undefined
      changed.emit(state())
    }
  }

  return {
    state,
    ensure() {
      if (running !== undefined) return running.folder
      if (isReady()) return Promise.resolve(folder)
      const controller = new AbortController()
      share = 0
      failure = undefined
      // After the assignment: the first state that is told must be `installing`.
      const started = Promise.resolve().then(() => install(controller.signal))
      running = { folder: started, controller }
      changed.emit(state())
      return started
    },
    onState: changed.on,
    stop: () => running?.controller.abort(),
  }
}
