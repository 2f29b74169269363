import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** What the agent is to do by itself. */
export function scheduleRoutes({ schedules }: Pick<ApiDeps, 'schedules'>): ApiRoute[] {
  return [apiRoute({ method: 'GET', path: '/api/schedules', access: 'session', handle: () => schedules() })]
}
