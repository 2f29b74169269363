import { memoryFileBody } from '../../protocol/memory-files.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** The files of the agent's memory. What the owner changes in them needs nobody's approval. */
export function memoryRoutes({ memoryFiles }: Pick<ApiDeps, 'memoryFiles'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/memory',
      access: 'session',
      handle: () => memoryFiles.list(),
    }),
    apiRoute({
      method: 'GET',
      path: '/api/memory/:name',
      access: 'session',
      handle: ({ params }) => memoryFiles.read(params.name ?? ''),
    }),
    apiRoute({
      method: 'PUT',
      path: '/api/memory/:name',
      access: 'session',
      body: memoryFileBody,
      handle: ({ params, body }) => memoryFiles.write(params.name ?? '', body),
    }),
  ]
}
