import type { IncomingMessage, ServerResponse } from 'node:http'
import { sessionCookie } from '../platform/accounts/cookies.ts'
import type { Sessions } from '../platform/accounts/sessions.ts'
import type { Tickets } from '../platform/accounts/tickets.ts'
import { hashOfAppPath, readAppPath } from '../protocol/app-address.ts'
import type { Proxy as ReverseProxy } from '../proxy/proxy.ts'
import type { ProxyTarget } from '../proxy/proxy-target.ts'
import { AppError } from '../system/errors.ts'
import { neighbour } from './hosts.ts'
import { createOpenStreams } from './open-streams.ts'
import { editCookies } from './platform-routes.ts'
import { refuse } from './refuse.ts'
import type { Admission, Route } from './routes.ts'
import type { Upstreams } from './upstreams.ts'
import type { Visit } from './visit.ts'

/** Also the cookie without a name, `=bloby_session=x`, which a browser would send as ours. */
const isOurCookie = /^\s*=?\s*(__Host-)?bloby_/i

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
  const openStreams = createOpenStreams({ sessions })

  /**
   * App code is framed by our shell alone, and may not touch what it shares with the platform: one host name, so one
   * cookie jar and one storage to clear.
   */
  function appTarget(target: ProxyTarget, { visit }: Admission): ProxyTarget {
    return {
      ...target,
      editRequestHeaders: editCookies,
      editResponseHeaders(headers) {
        const cookies = headers.getAll('set-cookie').filter((cookie) => !isOurCookie.test(cookie))
        headers.delete('set-cookie')
        for (const cookie of cookies) headers.append('set-cookie', cookie)
        headers.delete('clear-site-data')
        headers.append(
          'content-security-policy',
          `${appPolicy}; frame-ancestors ${neighbour(visit.host, platformPort)}`,
        )
        headers.set('origin-agent-cluster', '?1')
      },
    }
  }
  function passTo(upstream: (visit: Visit) => ProxyTarget): Pick<Route, 'handle' | 'upgrade'> {
    return {
      handle(request, response, admission) {
        if (isWorkerScript(request))
          refuse(request, response, new AppError('forbidden', 'The app cannot have a service worker.'))
        else if (admission.session !== undefined && isTopPage(request))
          response.writeHead(302, toShell(request, platformPort)).end()
        else {
          if (admission.session) openStreams.add(admission.session.id, response)
          proxy.request(request, response, appTarget(upstream(admission.visit), admission))
        }
      },
      upgrade(request, socket, head, admission) {
        if (admission.session) openStreams.add(admission.session.id, socket)
        proxy.upgrade(request, socket, head, appTarget(upstream(admission.visit), admission))
      },
    }
  }

  /** A service worker of the app would outlive every repair of it, and see the tickets of later visits. */
  function isWorkerScript(request: IncomingMessage): boolean {
    return request.headers['service-worker'] === 'script'
  }

  /** A ticket is good once: the session goes into a cookie, and the address keeps nothing of it. `to` is the app's page, or its first. */
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
      location: readAppPath(query.get('to') ?? '') ?? '/',
      'set-cookie': sessionCookie('app', token, visit.isHttps),
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    })
    response.end()
  }

  /** The app is shown in the shell's frame, whose sandbox holds it; what it declares public stands for itself. */
  function isTopPage(request: IncomingMessage): boolean {
    return request.headers['sec-fetch-dest'] === 'document' && request.method === 'GET'
  }

  return [
    { method: 'GET', path: enterPath, access: 'open', handle: enter },
    { path: '/app/api/*', access: 'app-session', ...passTo(upstreams.backend) },
    { path: '/*', access: 'app-session', ...passTo(upstreams.draft) },
  ]
}

/** The same page of the app, in the shell. */
function toShell(request: IncomingMessage, platformPort: number) {
  const hash = hashOfAppPath(readAppPath(request.url ?? '') ?? '/')
  return {
    location: `${neighbour(request.headers.host ?? '', platformPort)}/${hash}`,
    'cache-control': 'no-store',
  }
}

/**
 * Cookies know no ports: any program on this computer that the app's page could reach by our host name would be handed the platform's
 * cookie, and the app can open such a port itself. So its pages talk to their own origin and to https only.
 */
const appPolicy = [
  "default-src 'self' https: wss: data: blob: 'unsafe-inline' 'unsafe-eval'",
  "form-action 'self' https:",
  "frame-src 'self' https: data: blob:",
  'sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-downloads',
].join('; ')

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
    response.writeHead(302, toShell(request, platformPort)).end()
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
