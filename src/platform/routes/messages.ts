import * as v from 'valibot'
import type { ApiDeps } from '../api-deps.ts'
import { wholeNumber } from '../api-request.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

const searchFields = v.strictObject({
  query: v.pipe(v.string(), v.maxLength(200, 'must have at most 200 characters')),
  limit: v.optional(wholeNumber(1, 100), '20'),
  cursor: v.optional(v.string()),
})

export function messageRoutes({ messages }: Pick<ApiDeps, 'messages'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/messages/search',
      access: 'session',
      query: searchFields,
      handle: ({ query }) => messages.searchPage(query),
    }),
  ]
}
