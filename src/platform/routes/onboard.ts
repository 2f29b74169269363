import { onboardBody } from '../../protocol/onboard.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { changeOnboarding, readOnboarding } from '../onboarding.ts'

/** The wizard: where the owner is in it, the same on all devices. */
export function onboardRoutes(deps: Pick<ApiDeps, 'settings' | 'secrets' | 'claudeLogin'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/onboard',
      access: 'session',
      handle: () => readOnboarding(deps),
    }),
    apiRoute({
      method: 'PUT',
      path: '/api/onboard',
      access: 'session',
      body: onboardBody,
      handle({ body }) {
        changeOnboarding(deps, body)
        return readOnboarding(deps)
      },
    }),
  ]
}
