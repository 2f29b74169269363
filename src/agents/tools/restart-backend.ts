import { setTimeout as pause } from 'node:timers/promises'
import * as v from 'valibot'
import type { ProcessState } from '../../protocol/chat.ts'
import { AppError } from '../../system/errors.ts'
import { cappedText } from './capped-text.ts'
import type { Tool } from './tool.ts'

const input = v.object({})
const timeoutMs = 60_000
const pollMs = 100
const shownLines = 40

/** Restarts the app's backend and says how that went. */
export function createRestartBackend(deps: {
  restartBackend: () => Promise<void>
  backendStatus: () => ProcessState['status']
  logs: (name: 'backend', count: number) => string[] | Promise<string[]>
}): Tool<typeof input> {
  return {
    name: 'restart_backend',
    description:
      'Restarts the app’s backend and waits until it answers; when it does not come up, gives the last lines that it printed. ' +
      'A change under backend/ or of .env restarts it by itself, half a second later: use this to be sure, or when it failed.',
    kind: 'execute',
    input,
    title: () => 'Restart the backend',
    async run(_, { signal }) {
      await deps.restartBackend()
      for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += pollMs) {
        const status = deps.backendStatus()
        if (status === 'running') return 'The backend was restarted and runs.'
        if (status === 'failed') throw await failure('The backend does not stay up.')
        await pause(pollMs, undefined, { signal })
      }
      throw await failure(`The backend did not come up within ${timeoutMs / 1000} s.`)
    },
  }

  async function failure(what: string): Promise<AppError> {
    const lines = await deps.logs('backend', shownLines)
    return new AppError(
      'unavailable',
      `${what} Its last lines:\n${cappedText(lines.join('\n'), 8000, 'end') || '(nothing)'}`,
    )
  }
}
