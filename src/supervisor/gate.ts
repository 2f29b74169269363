import type { IncomingMessage } from 'node:http'
import type { Access } from '../platform/access.ts'
import { tokensFromCookies } from '../platform/accounts/cookies.ts'
import type { Sessions } from '../platform/accounts/sessions.ts'
import type { Session } from '../platform/store/sessions.ts'
import { AppError } from '../system/errors.ts'
import type { Hosts } from './hosts.ts'
import { type Admission, compileRoutes, type Route } from './routes.ts'
import { readVisit, type Visit } from './visit.ts'

export interface GateDeps {
  routes: readonly Route[]
  port: number
  hosts: Hosts
  sessions: Pick<Sessions, 'verify'>
  isClaimed: () => boolean
  /** Whether the owner's app declares this path public. */
  isPublic: (path: string) => boolean
}

/**
 * The only way in, for both origins, requests and upgrades alike: finds the route and decides by its access, or throws. Nothing is
 * taken from where a request comes from: tunnels arrive from this computer too.
 */
export function createGate(deps: GateDeps) {
  const { port, hosts, sessions } = deps
  const find = compileRoutes(deps.routes)

  return function admit(request: IncomingMessage): Admission & { route: Route } {
    const visit = readVisit(request)
    if (!hosts.isOurs(request.headers.host, port))
      throw new AppError(
        'forbidden',
        'Bloby does not answer to this host name. Add it to allowedHosts in config.json if it is yours.',
      )
    const route = find(request.method ?? 'GET', visit.path)
    if (route === undefined) throw new AppError('not-found', 'There is nothing at this address.')
    const isPublic = route.access === 'open' || (isOfApp(route.access) && deps.isPublic(visit.path))
    if (!(isPublic && isOfApp(route.access))) refuseForeign(request, visit, isPublic)
    if (isPublic) {
      const owner = route.knowsOwner ? sessionOf(request, visit, 'session') : undefined
      return { route, visit, ...(owner && { session: owner }) }
    }
    if (route.access === 'unclaimed') {
      if (deps.isClaimed())
        throw new AppError('conflict', 'This Bloby already has an owner. Sign in instead.')
      return { route, visit }
    }
    const session = sessionOf(request, visit, route.access)
    if (session === undefined) throw new AppError('unauthorized', 'Sign in first.')
    return { route, visit, session }
  }

  function sessionOf(request: IncomingMessage, visit: Visit, access: Access): Session | undefined {
    const bearer = /^Bearer ([\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (access !== 'app-session' && bearer !== undefined) return sessions.verify(bearer, 'platform')
    // A webhook's address is no page: the owner's browser has no say there.
    if (access === 'app-scripts') return undefined
    const place = access === 'app-session' ? 'app' : 'platform'
    for (const token of tokensFromCookies(request.headers.cookie, place, visit.isHttps)) {
      const session = sessions.verify(token, place)
      if (session !== undefined) return session
    }
    return undefined
  }
}

/**
 * Refuses what another site's page sends with the owner's cookies. The app's own port counts as another site: to a browser
 * it is the same one, and only `Origin` and `Sec-Fetch-Site` tell them apart.
 */
function refuseForeign({ method, headers }: IncomingMessage, visit: Visit, isPublic: boolean): void {
  const isReading = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined
  const { origin, 'sec-fetch-site': site } = headers
  const isForeign =
    (origin !== undefined && hostOf(origin) !== visit.host) || site === 'cross-site' || site === 'same-site'
  const isPage = (isPublic || visit.isNavigation) && !visit.path.startsWith('/api/')
  if (isForeign && !(isReading && isPage))
    throw new AppError('forbidden', 'This request comes from another site.')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

function isOfApp(access: Access): boolean {
  return access === 'app-session' || access === 'app-scripts'
}
