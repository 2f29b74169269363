import {
  type PasskeyInfo,
  passkeyBody,
  passkeyLoginBody,
  passkeyNameBody,
  passwordAgainBody,
} from '../../protocol/accounts.ts'
import { AppError } from '../../system/errors.ts'
import { sessionCookie } from '../accounts/cookies.ts'
import { type PasskeySite, passkeySite } from '../accounts/passkey-site.ts'
import type { Passkey } from '../accounts/passkeys.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { createDemands } from './demand-password.ts'

type Deps = Pick<
  ApiDeps,
  'owner' | 'passkeys' | 'passkeyLimit' | 'sessions' | 'knownDevices' | 'audit' | 'codesClosed'
>

/** Passkeys: what the owner does with theirs, and signing in with one, which is open to anyone and needs no other step. */
export function passkeyRoutes(deps: Deps): ApiRoute[] {
  const { passkeys, passkeyLimit, sessions, knownDevices, audit } = deps
  const demand = createDemands(deps)
  return [
    apiRoute({
      method: 'GET',
      path: '/api/portal/passkeys',
      access: 'session',
      handle: ({ request, device }) => ({
        device,
        passkeys: passkeys.list().map(toInfo),
        host: passkeySite(request)?.host ?? null,
      }),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/passkeys/options',
      access: 'session',
      body: passwordAgainBody,
      async handle(call) {
        const site = demandSite(call.request)
        await demand.password(call.body.password, call)
        return { options: passkeys.creationOptions(site, call.session.id) }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/passkeys',
      access: 'session',
      body: passkeyBody,
      status: 201,
      async handle({ request, body, session, address, device }) {
        const passkey = await passkeys.add(demandSite(request), session.id, body.name, body.answer)
        audit.record({ action: 'passkey-added', address, device, detail: inWords(passkey) })
        return toInfo(passkey)
      },
    }),
    apiRoute({
      method: 'PATCH',
      path: '/api/portal/passkeys/:id',
      access: 'session',
      body: passkeyNameBody,
      handle({ params, body, address, device }) {
        const passkey = passkeys.rename(params.id ?? '', body.name)
        audit.record({ action: 'passkey-renamed', address, device, detail: inWords(passkey) })
        return toInfo(passkey)
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/passkeys/:id/remove',
      access: 'session',
      body: passwordAgainBody,
      async handle(call) {
        await demand.password(call.body.password, call)
        const { address, device } = call
        const passkey = passkeys.remove(call.params.id ?? '')
        audit.record({ action: 'passkey-removed', address, device, detail: inWords(passkey) })
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/passkey-login/options',
      access: 'open',
      handle({ request }) {
        const site = passkeySite(request)
        return { options: site ? passkeys.requestOptions(site) : null }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/passkey-login',
      access: 'open',
      body: passkeyLoginBody,
      async handle(call) {
        const { request, body, address, device, isHttps, headers } = call
        const site = demandSite(request)
        const tries = passkeyLimit(knownDevices.visitor(call))
        tries.attempt()
        const passkey = await passkeys.check(site, body.answer).catch((error: unknown) => {
          audit.record({ action: 'passkey-failed', address, device })
          throw error
        })
        tries.succeed()
        const { token, session } = sessions.create({ kind: 'device', device, address })
        audit.record({ action: 'signed-in-with-passkey', address, device, detail: inWords(passkey) })
        headers.append('Set-Cookie', sessionCookie('platform', token, isHttps))
        headers.append('Set-Cookie', knownDevices.remember(call))
        return { token, expiresAt: session.expiresAt }
      },
    }),
  ]
}

function demandSite(request: Request): PasskeySite {
  const site = passkeySite(request)
  if (site) return site
  throw new AppError(
    'invalid',
    'A passkey belongs to a name, such as localhost or a domain. Open Bloby at one, not at an IP address.',
  )
}

function inWords({ name, host }: Passkey): string {
  return `${name} (${host})`
}

function toInfo({ id, name, host, createdAt, lastUsedAt, isSynced }: Passkey): PasskeyInfo {
  return { id, name, host, createdAt, lastUsedAt, isSynced }
}
