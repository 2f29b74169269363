import { AppError } from '../../system/errors.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** The programs of engines on this computer. */
export function engineRoutes({ engines, audit }: Pick<ApiDeps, 'engines' | 'audit'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/engines',
      access: 'session',
      handle: () => ({ engines: engines.list() }),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/engines/:name/install',
      access: 'session',
      handle({ params, address, device }) {
        const engine = engines.list().find(({ name }) => name === params.name)
        if (engine === undefined) throw new AppError('not-found', 'There is no engine of this name.')
        const { name, version, status } = engine
        const state = engines.install(name)
        if (status !== 'installing' && status !== 'ready')
          audit.record({ action: 'engine-install-started', address, device, detail: `${name}@${version}` })
        return state
      },
    }),
  ]
}
