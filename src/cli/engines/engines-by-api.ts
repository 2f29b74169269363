import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { enginesAnswer } from '../../protocol/api.ts'
import { type EngineState, engineState } from '../../protocol/chat.ts'
import { AppError, messageOf } from '../../system/errors.ts'
import type { RunningSupervisor } from '../../system/running-supervisor.ts'
import type { EngineSource } from './engine-source.ts'

const pollMs = 500

/** Engines as the supervisor that runs has them. */
export function enginesByApi({ url, token }: RunningSupervisor): EngineSource {
  async function ask<T>(
    method: 'GET' | 'POST',
    path: string,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<T> {
    let response: Response
    let body: unknown
    try {
      response = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(10_000),
      })
      body = await response.json()
    } catch (error) {
      throw new AppError('unavailable', `Bloby runs but does not answer at ${url}: ${messageOf(error)}`, {
        cause: error,
      })
    }
    const result = v.safeParse(schema, body)
    if (!response.ok || !result.success)
      throw new AppError('unavailable', `Bloby at ${url} did not understand. Is it of another version?`)
    return result.output
  }

  const list = async () => (await ask('GET', '/api/engines', enginesAnswer)).engines
  return {
    list,
    async install(name, onState, signal) {
      let state: EngineState = await ask(
        'POST',
        `/api/engines/${encodeURIComponent(name)}/install`,
        engineState,
      )
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
