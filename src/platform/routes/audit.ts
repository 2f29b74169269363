import * as v from 'valibot'
import type { ApiDeps } from '../api-deps.ts'
import { wholeNumber } from '../api-request.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

const pageFields = v.strictObject({
  cursor: v.optional(v.string()),
  limit: v.optional(wholeNumber(1, 200)),
})

export function auditRoutes({ audit }: Pick<ApiDeps, 'audit'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/audit',
      access: 'session',
      query: pageFields,
      handle: ({ query }) => audit.list(query),
    }),
  ]
}
