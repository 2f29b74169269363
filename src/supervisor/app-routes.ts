import type { IncomingMessage, ServerResponse } from 'node:http'
import { sessionCookie } from '../platform/accounts/cookies.ts'
import type { Sessions } from '../platform/accounts/sessions.ts'
import type { Tickets } from '../platform/accounts/tickets.ts'
import type { Proxy as ReverseProxy } from '../proxy/proxy.ts'
import type { ProxyTarget } from '../proxy/proxy-target.ts'
import { AppError } from '../system/errors.ts'
import { neighbour } from './hosts.ts'
import { editCookies } from './platform-routes.ts'
import { refuse } from './refuse.ts'
import type { Admission, Route } from './routes.ts'
import type { Upstreams } from './upstreams.ts'
import type { Visit } from './visit.ts'

/** Where a ticket becomes a session; no app has a path like it. */
export const enterPath = '/__bloby/enter'

export interface AppRoutesDeps {
  proxy: ReverseProxy
  upstreams: Upstreams
  tickets: Tickets
  sessions: Sessions
  platformPort: number
}

/** Everything there is on the app's origin. */
export function appRoutes({ proxy, upstreams, tickets, sessions, platformPort }: AppRoutesDeps): Route[] {
  /** Framed by our shell alone; what app code says of cookies with our names is not passed on. */
  function appTarget(target: ProxyTarget, { visit }: Admission): ProxyTarget {
    return {
      ...target,
      editRequestHeaders: editCookies,
      editResponseHeaders(headers) {
        const cookies = headers.getAll('set-cookie').filter((cookie) => !/^\s*(__Host-)?bloby_/i.test(cookie))
        headers.delete('set-cookie')
        for (const cookie of cookies) headers.append('set-cookie', cookie)
        headers.append('content-security-policy', `frame-ancestors ${neighbour(visit.host, platformPort)}`)
        headers.set('origin-agent-cluster', '?1')
      },
    }
  }
  function passTo(upstream: (visit: Visit) => ProxyTarget): Pick<Route, 'handle' | 'upgrade'> {
    return {
      handle: (request, response, admission) =>
        proxy.request(request, response, appTarget(upstream(admission.visit), admission)),
      upgrade: (request, socket, head, admission) =>
        proxy.upgrade(request, socket, head, appTarget(upstream(admission.visit), admission)),
    }
  }

  /** A ticket is good once: the session goes into a cookie, and the address bar keeps nothing of it. */
  function enter(request: IncomingMessage, response: ServerResponse, { visit }: Admission) {
    const query = new URLSearchParams(request.url?.split('?', 2)[1] ?? '')
    const parentId = tickets.redeem(query.get('ticket') ?? '')
    const parent = parentId === undefined ? undefined : sessions.find(parentId)
    if (parent === undefined) {
      refuse(
        request,
        response,
        new AppError('unauthorized', 'This link was used already, or is too old. Reload the page.'),
      )
      return
    }
    const { token } = sessions.create({
      kind: 'app',
      device: parent.device,
      address: visit.address,
      parentId: parent.id,
    })
    response.writeHead(303, {
      location: '/',
      'set-cookie': sessionCookie('app', token, visit.isHttps),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    response.end()
  }

  return [
    { method: 'GET', path: enterPath, access: 'open', handle: enter },
    { path: '/app/api/*', access: 'app-session', ...passTo(upstreams.backend) },
    { path: '/*', access: 'app-session', ...passTo(upstreams.draft) },
  ]
}

/**
 * What someone without a session sees on the app's origin: in our frame a page that asks the shell for a new ticket, in a tab
 * of its own the shell.
 */
export function answerWithoutSession(
  request: IncomingMessage,
  response: ServerResponse,
  platformPort: number,
): boolean {
  const platform = neighbour(request.headers.host ?? '', platformPort)
  const destination = request.headers['sec-fetch-dest']
  if (request.method !== 'GET') return false
  if (destination === 'document') {
    response.writeHead(302, { location: `${platform}/`, 'cache-control': 'no-store' }).end()
    return true
  }
  if (destination !== 'iframe') return false
  response.writeHead(401, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; script-src 'unsafe-inline'; frame-ancestors ${platform}`,
  })
  response.end(
    `<!doctype html><title>Signing in</title><script>parent.postMessage({type:'bloby:need-session'},${JSON.stringify(platform)})</script>`,
  )
  return true
}
