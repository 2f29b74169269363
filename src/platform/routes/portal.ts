import { claimBody, loginBody } from '../../protocol/api.ts'
import { AppError } from '../../system/errors.ts'
import { clearedCookie, sessionCookie } from '../accounts/cookies.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

type Deps = Pick<ApiDeps, 'owner' | 'sessions' | 'tickets' | 'settings' | 'audit' | 'appUrlFor'>
type Client = { address: string; device: string }

/** The way in and out: claim, sign in, sign out, and what a signed-in device asks about itself. */
export function portalRoutes({ owner, sessions, tickets, settings, audit, appUrlFor }: Deps): ApiRoute[] {
  async function signIn(password: string, kind: 'device' | 'cli', { address, device }: Client) {
    if (!(await owner.checkPassword(password, address))) {
      audit.record({ action: 'sign-in-failed', address, device })
      throw new AppError('unauthorized', 'This password is not right.', { field: 'password' })
    }
    const { token, session } = sessions.create({ kind, device, address })
    audit.record({ action: 'signed-in', address, device })
    return { token, expiresAt: session.expiresAt }
  }

  async function claim(body: { code: string; password: string; name?: string | undefined }, client: Client) {
    const { code, password, name } = body
    try {
      return await owner.claim({ code, password, name, address: client.address }, () => {
        const { token, session } = sessions.create({ kind: 'device', ...client })
        audit.record({ action: 'claimed', ...client })
        return { token, expiresAt: session.expiresAt }
      })
    } catch (error) {
      if (error instanceof AppError && error.kind === 'unauthorized')
        audit.record({ action: 'claim-failed', ...client })
      throw error
    }
  }

  const validate = {
    path: '/api/portal/validate-token',
    access: 'session' as const,
    handle: ({ session }: { session: { expiresAt: number } }) => ({
      isValid: true,
      expiresAt: session.expiresAt,
      name: settings.get('ownerName') ?? '',
    }),
  }

  return [
    apiRoute({
      method: 'POST',
      path: '/api/portal/claim',
      access: 'unclaimed',
      body: claimBody,
      async handle({ body, address, device, isHttps, headers }) {
        const answer = await claim(body, { address, device })
        headers.append('Set-Cookie', sessionCookie('platform', answer.token, isHttps))
        return answer
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/login',
      access: 'open',
      body: loginBody,
      async handle({ body, address, device, isHttps, headers }) {
        const answer = await signIn(body.password, 'device', { address, device })
        headers.append('Set-Cookie', sessionCookie('platform', answer.token, isHttps))
        return answer
      },
    }),
    apiRoute({
      method: 'GET',
      path: '/api/portal/login',
      access: 'open',
      handle({ request, address, device, headers }) {
        const password = basicPassword(request.headers.get('authorization'))
        if (password === undefined) {
          headers.set('WWW-Authenticate', 'Basic realm="Bloby", charset="UTF-8"')
          throw new AppError('unauthorized', 'Send the password with HTTP Basic authentication.')
        }
        return signIn(password, 'cli', { address, device })
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/logout',
      access: 'session',
      handle({ session, address, isHttps, headers }) {
        sessions.revoke(session.id)
        audit.record({ action: 'signed-out', address, device: session.device })
        headers.append('Set-Cookie', clearedCookie('platform', isHttps))
      },
    }),
    apiRoute({ method: 'GET', ...validate }),
    apiRoute({ method: 'POST', ...validate }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/app-ticket',
      access: 'session',
      handle: ({ request, session }) => ({ url: appUrlFor(request, tickets.issue(session.id)) }),
    }),
  ]
}

/** The password of `Authorization: Basic`, RFC 7617; there is one owner, so that any user name will do. */
function basicPassword(authorization: string | null): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const credentials = Buffer.from(encoded, 'base64').toString('utf8')
  return credentials.slice(credentials.indexOf(':') + 1)
}
