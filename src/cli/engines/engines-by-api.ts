import { setTimeout as wait } from 'node:timers/promises'
import { type EngineState, engineState } from '../../protocol/chat.ts'
import { enginesAnswer } from '../../protocol/settings.ts'
import type { RunningSupervisor } from '../../system/running-supervisor.ts'
import { askSupervisor } from '../ask-supervisor.ts'
import type { EngineSource } from './engine-source.ts'

const pollMs = 500

/** Engines as the supervisor that runs has them. */
export function enginesByApi(running: RunningSupervisor): EngineSource {
  const list = async () =>
    (await askSupervisor(running, { method: 'GET', path: '/api/engines' }, enginesAnswer)).engines
  return {
    list,
    async install(name, onState, signal) {
      const path = `/api/engines/${encodeURIComponent(name)}/install`
      let state: EngineState = await askSupervisor(running, { method: 'POST', path }, engineState)
      for (;;) {
        onState(state)
        if (state.status !== 'installing' || signal.aborted) return state
        await waitUnlessAborted(signal)
        state = (await list()).find((each) => each.name === name) ?? state
      }
    },
  }
}

async function waitUnlessAborted(signal: AbortSignal): Promise<void> {
  try {
    await wait(pollMs, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
