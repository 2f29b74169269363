import { AppError } from '../../system/errors.ts'
import { clearedCookie } from '../accounts/cookies.ts'
import type { Session } from '../accounts/sessions.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** The devices that are signed in, and the scripts. The app's own sessions belong to a device and go with it. */
export function sessionRoutes({ sessions, audit }: Pick<ApiDeps, 'sessions' | 'audit'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/portal/sessions',
      access: 'session',
      handle({ session }) {
        const all = sessions.list()
        const ofKind = (kind: Session['kind']) =>
          all.filter((one) => one.kind === kind).map((one) => toInfo(one, session.id))
        return { sessions: ofKind('device'), scripts: ofKind('cli') }
      },
    }),
    apiRoute({
      method: 'DELETE',
      path: '/api/portal/sessions/:id',
      access: 'session',
      handle({ params, session, address, device, isHttps, headers }) {
        const target = sessions.find(params.id ?? '')
        if (!target || target.kind === 'app')
          throw new AppError('not-found', 'This device is not signed in any more.')
        sessions.revoke(target.id)
        audit.record({ action: 'session-revoked', address, device, detail: target.device })
        if (target.id === session.id) headers.append('Set-Cookie', clearedCookie('platform', isHttps))
      },
    }),
  ]
}

function toInfo({ id, device, address, createdAt, lastSeenAt, expiresAt }: Session, currentId: string) {
  return { id, device, address, createdAt, lastSeenAt, expiresAt, isCurrent: id === currentId }
}
