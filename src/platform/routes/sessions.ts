import { scriptBody } from '../../protocol/accounts.ts'
import { AppError } from '../../system/errors.ts'
import { clearedCookie } from '../accounts/cookies.ts'
import type { Session } from '../accounts/sessions.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { createDemands } from './demand-password.ts'

type Deps = Pick<ApiDeps, 'owner' | 'sessions' | 'knownDevices' | 'push' | 'audit' | 'codesClosed'>

/** The devices that are signed in, and the scripts. The app's own sessions belong to a device and go with it. */
export function sessionRoutes(deps: Deps): ApiRoute[] {
  const { sessions, push, audit } = deps
  const demand = createDemands(deps)
  return [
    apiRoute({
      method: 'GET',
      path: '/api/portal/sessions',
      access: 'session',
      handle({ session }) {
        const all = sessions.list()
        const ofKind = (kind: Session['kind']) =>
          all
            .filter((one) => one.kind === kind)
            .map((one) => ({
              ...toInfo(one),
              isCurrent: one.id === session.id,
              hasPush: push.status(one.id).isSubscribed,
            }))
        return { sessions: ofKind('device'), scripts: ofKind('cli') }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/scripts',
      access: 'session',
      body: scriptBody,
      status: 201,
      async handle(call) {
        await demand.password(call.body.password, call)
        const { body, address, device } = call
        const { token, session } = sessions.create({ kind: 'cli', device: body.name, address })
        audit.record({ action: 'script-allowed', address, device, detail: body.name })
        return { token, expiresAt: session.expiresAt }
      },
    }),
    apiRoute({
      method: 'DELETE',
      path: '/api/portal/sessions',
      access: 'session',
      handle({ session, address, device }) {
        sessions.revokeOthers(session.id)
        audit.record({ action: 'others-signed-out', address, device })
      },
    }),
    apiRoute({
      method: 'DELETE',
      path: '/api/portal/sessions/:id',
      access: 'session',
      handle({ params, session, address, device, isHttps, headers }) {
        const target = sessions.find(params.id ?? '')
        if (!target || target.kind === 'app' || target.kind === 'local')
          throw new AppError('not-found', 'This device is not signed in any more.')
        sessions.revoke(target.id)
        audit.record({ action: 'session-revoked', address, device, detail: target.device })
        if (target.id === session.id) headers.append('Set-Cookie', clearedCookie('platform', isHttps))
      },
    }),
  ]
}

function toInfo({ id, device, address, createdAt, lastSeenAt, expiresAt }: Session) {
  return { id, device, address, createdAt, lastSeenAt, expiresAt }
}
