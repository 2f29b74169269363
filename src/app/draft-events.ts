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

/** What the dev server says is written by the app, and is shown to every device. */
const limits = { payloadBytes: 256 * 1024, text: 500, lines: 20, line: 300, paths: 50 }

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
    if (payload.type === 'update')
      on.updated(payload.updates.slice(0, limits.paths).map(({ path }) => path.slice(0, limits.line)))
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
      const opened = new WebSocket(`ws://127.0.0.1:${port}/`, 'vite-hmr', {
        maxPayload: limits.payloadBytes,
        perMessageDeflate: false,
      })
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

type BuildError = v.InferOutput<(typeof hmrPayload.options)[2]>['err']

function clientProblem(error: BuildError, workspace: string): Problem {
  const lines = stripVTControlCharacters(error.frame || error.message)
    .replaceAll(`${workspace}/`, '')
    .split('\n')
  const reason = reasonIn(lines)
  const place = placeIn(lines) ?? placeOf(error, workspace)
  return {
    id: 'client',
    title: 'The dashboard does not compile',
    detail: (place === undefined ? reason : `${place}: ${reason}`).slice(0, limits.text),
    lines: lines.slice(0, limits.lines).map((line) => line.slice(0, limits.line)),
  }
}

/** Rolldown's errors have their kind in brackets before the words: `[PARSE_ERROR] Expected a semicolon`. */
function reasonIn(lines: string[]): string {
  const kind = /^\s*\[[A-Z_]+\] /
  return (lines.find((line) => kind.test(line)) ?? lines[0] ?? '').replace(kind, '').trim()
}

/** Its frames name the place in their first line: `╭─[ client/src/app.tsx:58:25 ]`. */
function placeIn(lines: string[]): string | undefined {
  return lines.map((line) => /╭─\[ (\S+) \]/.exec(line)?.[1]).find((place) => place !== undefined)
}

function placeOf({ loc, id }: BuildError, workspace: string): string | undefined {
  const file = (loc?.file ?? id)?.replace(`${workspace}/`, '').split('?')[0]
  return loc ? `${file}:${loc.line}` : file
}
