import * as v from 'valibot'
import type { ApiDeps } from '../api-deps.ts'
import { wholeNumber } from '../api-request.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { readUsage } from '../usage.ts'

const fields = v.strictObject({
  days: v.optional(wholeNumber(1, 366), '30'),
  zone: v.optional(
    v.pipe(v.string(), v.check(isZone, 'must be a time zone such as Europe/Lisbon')),
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  ),
})

/** What the agent used and what that cost. */
export function usageRoutes(deps: Pick<ApiDeps, 'usage' | 'clock' | 'settings' | 'secrets'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/usage',
      access: 'session',
      query: fields,
      handle: ({ query }) => readUsage(deps, query),
    }),
  ]
}

function isZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
