import { Hono } from 'hono'
import * as v from 'valibot'
import type { ErrorBody } from '../protocol/api.ts'
import { AppError, httpStatusOf, toAppError } from '../system/errors.ts'
import { deviceName } from './accounts/device-name.ts'
import type { ApiDeps } from './api-deps.ts'
import { bodyOf, readBody, readQuery } from './api-request.ts'
import type { ApiAccess, ApiContext, ApiRoute } from './api-route.ts'
import { addressRoutes } from './routes/address.ts'
import { auditRoutes } from './routes/audit.ts'
import { bubbleRoutes } from './routes/bubble.ts'
import { claudeLoginRoutes } from './routes/claude-login.ts'
import { contextRoutes } from './routes/context.ts'
import { conversationRoutes } from './routes/conversations.ts'
import { engineRoutes } from './routes/engines.ts'
import { fileRoutes } from './routes/files.ts'
import { memoryRoutes } from './routes/memory.ts'
import { messageRoutes } from './routes/messages.ts'
import { onboardRoutes } from './routes/onboard.ts'
import { passkeyRoutes } from './routes/passkeys.ts'
import { passwordRoutes } from './routes/password.ts'
import { portalRoutes } from './routes/portal.ts'
import { providerRoutes } from './routes/providers.ts'
import { pushRoutes } from './routes/push.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { sessionRoutes } from './routes/sessions.ts'
import { settingsRoutes } from './routes/settings.ts'
import { skillRoutes } from './routes/skills.ts'
import { statusRoutes } from './routes/status.ts'
import { systemRoutes } from './routes/system.ts'
import { totpRoutes } from './routes/totp.ts'
import { usageRoutes } from './routes/usage.ts'
import { whisperRoutes } from './routes/whisper.ts'

export interface Api {
  /** The whole table, for the supervisor's gate. */
  readonly routes: readonly ApiRoute[]
  /** Answers a request that the gate let in; `session` is the one that it found. Never rejects. */
  fetch(request: Request, context: ApiContext): Promise<Response>
}

/** The platform's API. */
export function createApi(deps: ApiDeps): Api {
  const routes = [
    ...statusRoutes(deps),
    ...onboardRoutes(deps),
    ...portalRoutes(deps),
    ...passwordRoutes(deps),
    ...totpRoutes(deps),
    ...passkeyRoutes(deps),
    ...sessionRoutes(deps),
    ...conversationRoutes(deps),
    ...messageRoutes(deps),
    ...fileRoutes(deps),
    ...contextRoutes(deps),
    ...settingsRoutes(deps),
    ...providerRoutes(deps),
    ...claudeLoginRoutes(deps),
    ...engineRoutes(deps),
    ...whisperRoutes(deps),
    ...pushRoutes(deps),
    ...systemRoutes(deps),
    ...addressRoutes(deps),
    ...memoryRoutes(deps),
    ...scheduleRoutes(deps),
    ...skillRoutes(deps),
    ...usageRoutes(deps),
    ...bubbleRoutes(deps),
    ...auditRoutes(deps),
  ]
  return serveRoutes(routes, deps)
}

type Serving = Pick<ApiDeps, 'log'> & { sessions: Pick<ApiDeps['sessions'], 'find'> }

/** An API of these routes. @throws Error when one of them does not say who may use it. */
export function serveRoutes(routes: readonly ApiRoute[], deps: Serving): Api {
  const { log } = deps
  const app = new Hono<{ Bindings: ApiContext }>()
  for (const route of routes) {
    if (!accessOfApi.has(route.access))
      throw new Error(`${route.method} ${route.path} does not say who may use it.`)
    app.on(route.method, route.path, async (c) => {
      const headers = new Headers()
      try {
        return await answer(route, c.req.raw, c.req.param(), c.env, headers, deps)
      } catch (thrown) {
        return failure(thrown, headers, log, `${route.method} ${route.path}`)
      }
    })
  }
  app.notFound((c) =>
    failure(new AppError('not-found', 'There is nothing at this address.'), new Headers(), log, c.req.method),
  )
  return { routes, fetch: async (request, context) => app.fetch(request, context) }
}

const accessOfApi: ReadonlySet<string> = new Set(['open', 'unclaimed', 'session'] satisfies ApiAccess[])
const noFields = v.strictObject({})

async function answer(
  route: ApiRoute,
  request: Request,
  params: Record<string, string>,
  { session, address, isHttps }: ApiContext,
  headers: Headers,
  { sessions }: Serving,
): Promise<Response> {
  // The gate has checked this before; a gap in it must not open the API.
  if (route.access === 'session' && (session === undefined || session.kind === 'app'))
    throw new Error('The gate let a request in without a session.')
  // Its last byte may come when who sends it was signed out long ago.
  async function* received(mostBytes: number) {
    yield* bodyOf(request, mostBytes)
    if (session !== undefined && sessions.find(session.id) === undefined)
      throw new AppError('unauthorized', 'You are signed out. Sign in again.')
  }
  const result = await route.handle({
    request,
    received,
    params,
    query: readQuery(request, route.query ?? noFields),
    body: route.body && (await readBody(request, received, route.body)),
    session,
    address,
    isHttps,
    device: deviceName(request.headers.get('user-agent')),
    headers,
  })
  return result instanceof Response ? result : json(result ?? {}, route.status ?? 200, headers)
}

function failure(thrown: unknown, headers: Headers, log: ApiDeps['log'], route: string): Response {
  const error = toAppError(thrown)
  if (error.kind === 'internal' || error.kind === 'unavailable')
    log.error({ err: thrown, route }, 'A request to the API failed')
  const { kind: code, message, field, retryAfterSeconds } = error
  if (retryAfterSeconds !== undefined) headers.set('Retry-After', String(retryAfterSeconds))
  const body: ErrorBody = { error: { code, message, ...(field !== undefined && { field }) } }
  return json(body, httpStatusOf[code], headers)
}

function json(value: unknown, status: number, headers: Headers): Response {
  headers.set('Content-Type', 'application/json; charset=utf-8')
  headers.set('Cache-Control', 'no-store')
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  return new Response(JSON.stringify(value), { status, headers })
}
