import { stripVTControlCharacters } from 'node:util'
import * as v from 'valibot'
import { WebSocket } from 'ws'
import type { Problem } from '../protocol/chat.ts'
import type { Clock } from '../system/clock.ts'
import type { Service } from '../system/service.ts'

/** The payloads of Vite's HMR socket that we read; see `vite/types/hmrPayload.d.ts`. */
const hmrPayload = v.variant('type', [
  v.object({ type: v.literal('update'), updates: v.array(v.object({ path: v.string() })) }),
  v.object({ type: v.literal('full-reload') }),
  v.object({
    type: v.literal('error'),
    err: v.object({
      message: v.string(),
      frame: v.optional(v.nullable(v.string())),
      id: v.optional(v.nullable(v.string())),
      loc: v.optional(v.nullable(v.object({ line: v.number(), file: v.optional(v.nullable(v.string())) }))),
    }),
  }),
])

export interface DraftListeners {
  updated(paths: string[]): void
  failed(problem: Problem): void
}

/**
 * Listens to the Vite dev server as one more page would, so that what it says of builds is known without a browser: hot
 * updates and errors, as data. `check` asks it for changed files, which is what makes it build them.
 */
export function createDraftEvents(deps: {
  workspace: string
  port: number
  clock: Clock
  on: DraftListeners
}): Service & { check(paths: string[]): Promise<'ok' | 'failed'>; connect(): void } {
  const { workspace, port, on } = deps
  let socket: WebSocket | undefined

  function read(text: string) {
    const result = v.safeParse(v.pipe(v.string(), v.parseJson(), hmrPayload), text)
    if (!result.success) return
    const payload = result.output
    if (payload.type === 'update') on.updated(payload.updates.map((update) => update.path))
    if (payload.type === 'full-reload') on.updated([])
    if (payload.type === 'error') on.failed(clientProblem(payload.err, workspace))
  }

  return {
    name: 'draft-events',
    start: async () => {},
    async stop() {
      socket?.terminate()
      socket = undefined
    },
    /** Called whenever Vite is up: a socket of an earlier Vite is dead by then. */
    connect() {
      socket?.terminate()
      const opened = new WebSocket(`ws://127.0.0.1:${port}/`, 'vite-hmr')
      opened.on('message', (data) => read(String(data)))
      // Vite going away is seen as its process's state, not here.
      opened.on('error', () => opened.terminate())
      socket = opened
    },
    async check(paths) {
      const urls = paths
        .filter((path) => /\.(tsx?|jsx?|css)$/.test(path))
        .map((path) => path.replace(/^client[/\\]/, '/'))
      const statuses = await Promise.all(
        urls.map(async (url) => {
          // As a browser's import: without it Vite takes the request for that of a page.
          const response = await fetch(`http://127.0.0.1:${port}${url}`, {
            headers: { accept: '*/*', 'sec-fetch-dest': 'script' },
          })
          await response.body?.cancel()
          return response.status
        }),
      )
      return statuses.some((status) => status >= 500) ? 'failed' : 'ok'
    },
  }
}

function clientProblem(
  error: v.InferOutput<(typeof hmrPayload.options)[2]>['err'],
  workspace: string,
): Problem {
  const file = error.loc?.file ?? error.id
  const place = file?.replace(`${workspace}/`, '').split('?')[0]
  const message = stripVTControlCharacters(error.message).replaceAll(`${workspace}/`, '')
  const frame = error.frame ? stripVTControlCharacters(error.frame) : ''
  return {
    id: 'client',
    title: 'The dashboard does not compile',
    detail: `${place ? `${place}${error.loc ? `:${error.loc.line}` : ''}: ` : ''}${message.split('\n')[0] ?? ''}`,
    lines: (frame || message).split('\n').slice(0, 20),
  }
}
