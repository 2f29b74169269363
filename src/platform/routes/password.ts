import { loginBody, passwordBody } from '../../protocol/api.ts'
import { AppError } from '../../system/errors.ts'
import type { Session } from '../accounts/sessions.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

type Deps = Pick<ApiDeps, 'owner' | 'sessions' | 'audit'>

/** For who is signed in: the password asked again, and changed. A wrong one counts like a failed sign-in. */
export function passwordRoutes({ owner, sessions, audit }: Deps): ApiRoute[] {
  async function demandPassword(
    password: string,
    field: string,
    session: Session,
    client: { address: string; device: string },
  ) {
    if (await owner.recheckPassword(password, session.id)) return
    audit.record({ action: 'password-check-failed', ...client })
    // Not `unauthorized`: the session is fine, and a client would take that as being signed out.
    throw new AppError('forbidden', 'This password is not right.', { field })
  }

  return [
    apiRoute({
      method: 'POST',
      path: '/api/portal/verify-password',
      access: 'session',
      body: loginBody,
      async handle({ body, session, address, device }) {
        await demandPassword(body.password, 'password', session, { address, device })
        return { isValid: true }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/password',
      access: 'session',
      body: passwordBody,
      async handle({ body, session, address, device }) {
        await demandPassword(body.current, 'current', session, { address, device })
        await owner.setPassword(body.password)
        sessions.revokeOthers(session.id)
        audit.record({ action: 'password-changed', address, device })
      },
    }),
  ]
}
