import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** What anyone may know: that Bloby is there, and whether it has an owner. */
export function statusRoutes({ owner, system }: Pick<ApiDeps, 'owner' | 'system'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/health',
      access: 'open',
      handle: async () => ({ status: (await system()).status }),
    }),
    apiRoute({
      method: 'GET',
      path: '/api/onboard/status',
      access: 'open',
      handle: () => ({ claimed: owner.isClaimed() }),
    }),
  ]
}
