import type { IncomingMessage } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { withoutOurCookies } from '../platform/accounts/cookies.ts'
import type { Api } from '../platform/api.ts'
import { languages as allLanguages, type Language } from '../protocol/language.ts'
import type { HeaderList } from '../proxy/message/header-list.ts'
import type { Proxy as ReverseProxy } from '../proxy/proxy.ts'
import { AppError } from '../system/errors.ts'
import type { ChatSocket } from './chat-socket.ts'
import { neighbour } from './hosts.ts'
import type { Languages } from './languages.ts'
import { refuse } from './refuse.ts'
import type { Admission, Route } from './routes.ts'
import type { StaticFiles } from './static-files.ts'
import type { Upstreams } from './upstreams.ts'
import { type AppLook, webManifestRoutes } from './web-manifest.ts'

export interface PlatformRoutesDeps {
  api: Api
  chatSocket: Pick<ChatSocket, 'upgrade'>
  files: StaticFiles
  proxy: ReverseProxy
  upstreams: Upstreams
  look: AppLook
  languages: Languages
  appPort: number
}

const [firstLanguage] = allLanguages
const bodyTimeoutMs = 20_000

/** Everything there is on the platform's origin. */
export function platformRoutes(deps: PlatformRoutesDeps): Route[] {
  const { api, chatSocket, files, proxy, upstreams, look, languages, appPort } = deps
  const admissions = new WeakMap<IncomingMessage, Admission>()
  const answerApi = getRequestListener(
    (request, env) => {
      const { incoming } = env as { incoming: IncomingMessage }
      const admission = admissions.get(incoming)
      if (admission === undefined) throw new Error('A request reached the API without the gate.')
      const { visit, session } = admission
      const { address, isHttps } = visit
      return api.fetch(request, { address, isHttps, ...(session && { session }) })
    },
    { overrideGlobalObjects: false },
  )
  const serveFile: Route['handle'] = (request, response, { visit }) => {
    const headers = pageHeaders(visit.host, neighbour(visit.host, appPort))
    const page = pages[visit.path]
    const language = languages.ofPage(request.headers['accept-language'])
    const path = page === undefined ? visit.path : inLanguage(page, language)
    const ofPage = page !== undefined && { 'content-language': language, vary: 'Accept-Language' }
    if (!files(request, response, path, { ...headers, ...ofPage }))
      refuse(request, response, new AppError('not-found', 'There is nothing at this address.'))
  }

  return [
    ...api.routes.map(
      ({ method, path, access }): Route => ({
        method,
        path,
        access,
        handle(request, response, admission) {
          // A body that does not come must not hold its connection for good.
          request.setTimeout(bodyTimeoutMs, () => request.destroy())
          // An answer may take longer: that of a server that transcribes ten minutes, say.
          request.once('end', () => request.setTimeout(0))
          admissions.set(request, admission)
          void answerApi(request, response)
        },
      }),
    ),
    {
      path: '/bloby/ws',
      access: 'session',
      handle: (request, response) =>
        refuse(request, response, new AppError('invalid', 'This address is for WebSockets.')),
      upgrade(request, socket, head, { session }) {
        if (session === undefined) return
        languages.heard(request.headers['accept-language'])
        chatSocket.upgrade(request, socket, head, session)
      },
    },
    {
      path: '/app/api/*',
      access: 'app-scripts',
      handle: (request, response, { visit }) =>
        proxy.request(request, response, {
          ...upstreams.backend(visit),
          editRequestHeaders: keepSessionsOut,
          editResponseHeaders: makeInert,
        }),
    },
    ...webManifestRoutes(look),
    { method: 'GET', path: '/*', access: 'open', handle: serveFile },
    { method: 'HEAD', path: '/*', access: 'open', handle: serveFile },
  ]
}

/** The folders of the pages, by the addresses at which they are asked for. */
const pages: Record<string, string> = { '/': '/shell/', '/bloby/': '/bloby/' }

/** The first language's pages lie in the folder itself, the others' in one of their own in it. */
function inLanguage(page: string, language: Language): string {
  return language === firstLanguage ? page : `${page}${language}/`
}

/** What app code may say about its answer on our own origin; all else (cookies, storage, policies, workers) is ours. */
const inertHeaders =
  /^(content-(type|length|encoding|disposition|language)|cache-control|etag|last-modified|location|vary|retry-after|date|connection|transfer-encoding|access-control-.*)$/

function makeInert(headers: HeaderList): void {
  for (const name of headers.names()) if (!inertHeaders.test(name)) headers.delete(name)
  headers.set('content-security-policy', "default-src 'none'; sandbox")
  headers.set('x-content-type-options', 'nosniff')
  headers.set('cross-origin-resource-policy', 'same-origin')
}

/** Our cookies, and the bearer token of a script, are for us alone. */
export function keepSessionsOut(headers: Parameters<typeof editCookies>[0]): void {
  editCookies(headers)
  headers.delete('authorization')
}

/** Takes our cookies out of a request for app code. */
export function editCookies(headers: {
  get(name: string): string | undefined
  set(name: string, value: string): void
  delete(name: string): void
}): void {
  const others = withoutOurCookies(headers.get('cookie'))
  if (others === undefined) headers.delete('cookie')
  else headers.set('cookie', others)
}

/** Our own pages run our own code only, and are framed by nobody else. */
function pageHeaders(host: string, appOrigin: string): Record<string, string> {
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ws://${host} wss://${host}`,
    "img-src 'self' data: blob: https:",
    "media-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    `frame-src 'self' ${appOrigin}`,
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'permissions-policy': 'camera=(self), microphone=(self), geolocation=()',
  }
}
