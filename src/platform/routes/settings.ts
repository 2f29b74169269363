import { settingsBody } from '../../protocol/settings.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { changeSettings, readSettings } from '../settings-change.ts'

export function settingsRoutes(
  deps: Pick<ApiDeps, 'settings' | 'settingsChanged' | 'secrets' | 'audit'>,
): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/settings',
      access: 'session',
      handle: () => readSettings(deps),
    }),
    apiRoute({
      method: 'PUT',
      path: '/api/settings',
      access: 'session',
      body: settingsBody,
      handle({ body, address, device }) {
        changeSettings(deps, body, { address, device })
        deps.settingsChanged()
        return readSettings(deps)
      },
    }),
  ]
}
