import { statfs } from 'node:fs/promises'
import * as v from 'valibot'
import type { SystemAnswer } from '../../protocol/api.ts'
import type { ApiDeps } from '../api-deps.ts'
import { wholeNumber } from '../api-request.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

const processName = v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(64))
const logFields = v.strictObject({ name: processName, lines: v.optional(wholeNumber(1, 1000), '100') })

type Deps = Pick<
  ApiDeps,
  'system' | 'logs' | 'restart' | 'settings' | 'turns' | 'home' | 'audit' | 'bubbleFile'
>

/** The machine and the processes on it. */
export function systemRoutes({
  system,
  logs,
  restart,
  settings,
  turns,
  home,
  audit,
  bubbleFile,
}: Deps): ApiRoute[] {
  async function describe(): Promise<SystemAnswer> {
    const disk = await statfs(home)
    return {
      ...(await system()),
      nodeVersion: process.version,
      pid: process.pid,
      platform: `${process.platform} ${process.arch}`,
      home,
      provider: settings.get('provider') ?? 'demo',
      changes: turns.countChanges(),
      disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
      memoryBytes: process.memoryUsage.rss(),
      bubble: bubbleFile.describe('loop') ?? null,
    }
  }

  return [
    apiRoute({ method: 'GET', path: '/api/system', access: 'session', handle: describe }),
    apiRoute({
      method: 'GET',
      path: '/api/system/logs',
      access: 'session',
      query: logFields,
      handle: async ({ query }) => ({ name: query.name, lines: await logs(query.name, query.lines) }),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/system/restart',
      access: 'session',
      body: v.strictObject({ name: processName }),
      async handle({ body, address, device }) {
        await restart(body.name)
        audit.record({ action: 'restarted', address, device, detail: body.name })
      },
    }),
  ]
}
