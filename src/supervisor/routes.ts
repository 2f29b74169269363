import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Access, accessKinds } from '../platform/access.ts'
import type { Session } from '../platform/store/sessions.ts'
import type { Visit } from './visit.ts'

/** What the gate found out; a session is there when the access asks for one, or the route wants to know. */
export interface Admission {
  visit: Visit
  session?: Session
}

/** One line of an origin's route table. The first match wins; what matches none does not exist. */
export interface Route {
  /** Any when it is not given. */
  method?: string
  /** A path; `:name` stands for one segment, a last `*` for anything. */
  path: string
  access: Access
  /** An open route that says more to the owner: the gate looks for a session, and lets in without one too. */
  knowsOwner?: boolean
  handle(request: IncomingMessage, response: ServerResponse, admission: Admission): void
  /** Without it the route takes no WebSocket. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer, admission: Admission): void
}

/** Makes a lookup of a route table. Throws on a route that does not state a known access. */
export function compileRoutes(routes: readonly Route[]) {
  const compiled = routes.map((route) => {
    if (!accessKinds.includes(route.access))
      throw new Error(`The route ${route.method ?? 'ANY'} ${route.path} does not state who may use it.`)
    return { route, pattern: patternOf(route.path) }
  })
  return function find(method: string, path: string): Route | undefined {
    return compiled.find(
      ({ route, pattern }) => (route.method === undefined || route.method === method) && pattern.test(path),
    )?.route
  }
}

function patternOf(path: string): RegExp {
  const source = path
    .replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/:[A-Za-z]+/g, '[^/]+')
    .replace(/\*$/, '.*')
  return new RegExp(`^${source}$`)
}
