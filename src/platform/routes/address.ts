import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** Where Bloby can be reached. */
export function addressRoutes({ address }: Pick<ApiDeps, 'address'>): ApiRoute[] {
  return [apiRoute({ method: 'GET', path: '/api/address', access: 'session', handle: () => address() })]
}
