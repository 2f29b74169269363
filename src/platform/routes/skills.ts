import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** What the agent knows how to do, of the workspace's skills. */
export function skillRoutes({ skills }: Pick<ApiDeps, 'skills'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/skills',
      access: 'session',
      handle: async () => ({ skills: await skills() }),
    }),
  ]
}
