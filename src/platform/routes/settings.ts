import { settingsBody } from '../../protocol/api.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { changeSettings, readSettings } from '../settings-change.ts'

export function settingsRoutes(deps: Pick<ApiDeps, 'settings' | 'audit'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/settings',
      access: 'session',
      handle: () => readSettings(deps.settings),
    }),
    apiRoute({
      method: 'PUT',
      path: '/api/settings',
      access: 'session',
      body: settingsBody,
      handle({ body, address, device }) {
        changeSettings(deps, body, { address, device })
        return readSettings(deps.settings)
      },
    }),
  ]
}
