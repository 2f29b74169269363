import type { DatabaseSync } from 'node:sqlite'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { routes } from './routes.ts'
import type { NextCronRun } from './schedule.ts'

/** What every route file gets. */
export interface Deps {
  workspaceDir: string
  /** app.db */
  database: DatabaseSync
  now: () => Date
  nextCronRun: NextCronRun
}

/** The backend without its socket. The page reaches `/notes` as `/app/api/notes`. Errors are `{error: {message}}`. */
export function createApp(deps: Deps): Hono {
  const app = new Hono()
  app.get('/health', (c) => c.json({ status: 'ok' }))
  for (const [path, route] of routes(deps)) app.route(path, route)
  app.notFound((c) => c.json({ error: { message: `There is no ${c.req.path} here.` } }, 404))
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: { message: error.message } }, error.status)
    console.error(error)
    return c.json({ error: { message: 'The backend failed on this. Its log has the details.' } }, 500)
  })
  return app
}
