import type { EngineState } from '../../protocol/chat.ts'
import { AppError } from '../../system/errors.ts'
import type { EngineProgram } from '../engine-program.ts'
import { createClaudeEngine } from './claude-engine.ts'
import { createEngineProgram, type EngineProgramDeps } from './create-engine-program.ts'

export type Engines = ReturnType<typeof createEngines>

/** All engines that can be installed. */
export function createEngines(deps: Omit<EngineProgramDeps, 'engine'>) {
  const claudeEngine = createClaudeEngine()
  const claude = createEngineProgram({ ...deps, engine: claudeEngine })
  const programs: readonly EngineProgram[] = [claude]

  return {
    claude,
    /** The Claude program's path in the folder that `claude.ensure` gives. */
    claudeBinaryOf: claudeEngine.binaryOf,
    list: (): EngineState[] => programs.map((program) => program.state()),
    /** Begins an installation, or joins the one that runs. @throws AppError `not-found` */
    install(name: string): EngineState {
      const program = programs.find((each) => each.state().name === name)
      if (program === undefined) throw new AppError('not-found', `There is no engine named ${name}.`)
      // Its failure is a state, with the words for the owner.
      program.ensure().catch(() => undefined)
      return program.state()
    },
    onState(listener: (state: EngineState) => void): () => void {
      const offs = programs.map((program) => program.onState(listener))
      return () => {
        for (const off of offs) off()
      }
    },
    stop(): void {
      for (const program of programs) program.stop()
    },
  }
}
