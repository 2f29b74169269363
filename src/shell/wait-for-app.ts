import { type SystemAnswer, systemAnswer } from '../protocol/api.ts'
import { type Api, ApiError } from './api.ts'

interface WaitDeps {
  api: Api
  /** Whether someone still waits. */
  isWanted: () => boolean
  /** Whether it makes sense to ask. */
  isReachable: () => boolean
  /** What keeps the app from being shown; undefined when the platform does not answer. */
  show: (system: SystemAnswer | undefined) => void
}

const pollMs = 700

/**
 * Resolves with what the platform says when the app can be shown, or with nothing when nobody waits any more. Asks the platform again and again: the chat's socket knows too,
 * but the shell must not depend on the chat having loaded. Throws `ApiError` when the platform refuses.
 */
export async function waitForApp({
  api,
  isWanted,
  isReachable,
  show,
}: WaitDeps): Promise<SystemAnswer | undefined> {
  while (isWanted()) {
    if (isReachable()) {
      const system = await readSystem(api)
      if (system?.app.isReady) return system
      if (isWanted()) show(system)
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  return undefined
}

async function readSystem(api: Api): Promise<SystemAnswer | undefined> {
  try {
    return await api('GET', '/api/system', systemAnswer)
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) throw error
    return undefined
  }
}
