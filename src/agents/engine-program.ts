import type { EngineState } from '../protocol/chat.ts'

/** An engine's program on this computer: installed when it is first needed, by an exact version. */
export interface EngineProgram {
  state(): EngineState
  /**
   * Gives the folder that holds its `node_modules`, after installing it where that is needed. Two callers at once wait for one
   * installation. Rejects with `AppError` `unavailable` in words for the owner.
   */
  ensure(): Promise<string>
  onState(listener: (state: EngineState) => void): () => void
  stop(): void
}
