import type { Hono } from 'hono'
import type { Deps } from './app.ts'
import { facts } from './routes/facts.ts'
import { notes } from './routes/notes.ts'
import { schedule } from './routes/schedule.ts'

/** Every route of the backend. To add one: write its file in routes/, import it above, add a line here. */
export function routes(deps: Deps): [path: string, route: Hono][] {
  return [
    ['/notes', notes(deps)],
    ['/facts', facts(deps)],
    ['/schedule', schedule(deps)],
  ]
}
