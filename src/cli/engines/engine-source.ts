import type { EngineState } from '../../protocol/chat.ts'
import type { Paths } from '../../system/paths.ts'
import { findSupervisor } from '../../system/running-supervisor.ts'
import { enginesByApi } from './engines-by-api.ts'
import { enginesByProgram } from './engines-by-program.ts'

/** Who installs engines for the command line. All of it throws `unavailable` when nobody answers. */
export interface EngineSource {
  list(): Promise<EngineState[]>
  /**
   * Installs one, tells each state, and gives the last. Aborting ends it soon: with `missing` where the installation ended with it, with
   * `installing` where it goes on without us.
   */
  install(name: string, onState: (state: EngineState) => void, signal: AbortSignal): Promise<EngineState>
}

/** The supervisor that runs on this home, or else a program of our own. */
export function findEngineSource(paths: Paths): EngineSource {
  const running = findSupervisor(paths.run)
  return running === undefined ? enginesByProgram() : enginesByApi(running)
}
