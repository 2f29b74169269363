import type * as v from 'valibot'
import type { Access } from './access.ts'
import type { Session } from './accounts/sessions.ts'
import type { Received } from './api-request.ts'

/** What opens a route of the API; the app's origin has its own kinds. */
export type ApiAccess = Extract<Access, 'open' | 'unclaimed' | 'session'>

/** What the supervisor knows of a request once its gate let it in. */
export interface ApiContext {
  session?: Session
  /** Of the client, for the rate limit and the audit log. */
  address: string
  isHttps: boolean
}

/** A request as a handler sees it: parsed, and with a session where the route wants one. */
export interface Call<A extends ApiAccess, Body, Query> {
  request: Request
  /** Its body, for a route without a schema of one. It ends with `unauthorized` when the session ended while it came. */
  received: Received
  params: Readonly<Record<string, string>>
  body: Body
  query: Query
  session: A extends 'session' ? Session : Session | undefined
  address: string
  isHttps: boolean
  /** Of the client, from its `User-Agent`. */
  device: string
  /** Header lines to add to the answer. */
  headers: Headers
}

export interface RouteDefinition<A extends ApiAccess, Body, Query> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** A Hono pattern: `/api/conversations/:id`. */
  path: string
  access: A
  /** Of the JSON body; without one the body is not read, unless the handler does it. */
  body?: v.GenericSchema<unknown, Body>
  /** Of the query's fields, all strings; without one none is allowed. */
  query?: v.GenericSchema<unknown, Query>
  /** Of the answer: 200 unless told. */
  status?: 200 | 201
  /** Gives what is answered as JSON; nothing is `{}`. A `Response` goes out as it is. */
  handle(call: Call<A, Body, Query>): unknown
}

/** A route in the table: its definition with the types of its own fields put away. */
export type ApiRoute = Omit<RouteDefinition<ApiAccess, unknown, unknown>, 'handle'> & {
  handle(call: Call<ApiAccess, unknown, unknown>): unknown
}

/** Checks the types of one route, before they are put away. */
export function apiRoute<A extends ApiAccess, Body = undefined, Query = unknown>(
  definition: RouteDefinition<A, Body, Query>,
): ApiRoute {
  // `createApi` holds what the types say here: it parses body and query by these schemas and refuses a missing session.
  return definition as unknown as ApiRoute
}
