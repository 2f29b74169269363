import { loginBody, passwordBody } from '../../protocol/api.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { createDemands } from './demand-password.ts'

type Deps = Pick<ApiDeps, 'owner' | 'secondStep' | 'sessions' | 'knownDevices' | 'audit' | 'codesClosed'>

/** For who is signed in: the password asked again, and changed. A wrong one counts like a failed sign-in. */
export function passwordRoutes(deps: Deps): ApiRoute[] {
  const { owner, secondStep, sessions, audit } = deps
  const demand = createDemands(deps)
  return [
    apiRoute({
      method: 'POST',
      path: '/api/portal/verify-password',
      access: 'session',
      body: loginBody,
      async handle(call) {
        await demand.password(call.body.password, call)
        return { isValid: true }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/password',
      access: 'session',
      body: passwordBody,
      async handle(call) {
        const { body, session, address, device } = call
        await demand.password(body.current, call, 'current')
        await owner.setPassword(body.password)
        // Whoever guessed at codes knew the password before.
        secondStep.open()
        sessions.revokeOthers(session.id)
        audit.record({ action: 'password-changed', address, device })
      },
    }),
  ]
}
