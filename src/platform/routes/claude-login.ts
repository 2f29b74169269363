import { claudeCodeBody } from '../../protocol/settings.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** Signing in to Claude by the engine's own program: the link is shown, and the code comes back from the owner. */
export function claudeLoginRoutes({
  claudeLogin,
  audit,
}: Pick<ApiDeps, 'claudeLogin' | 'audit'>): ApiRoute[] {
  const path = (step: string) => `/api/auth/claude/${step}`
  return [
    apiRoute({ method: 'GET', path: path('status'), access: 'session', handle: () => claudeLogin.status() }),
    apiRoute({ method: 'POST', path: path('start'), access: 'session', handle: () => claudeLogin.start() }),
    apiRoute({
      method: 'POST',
      path: path('complete'),
      access: 'session',
      body: claudeCodeBody,
      async handle({ body, address, device }) {
        const answer = await claudeLogin.complete(body.code)
        if (answer.status === 'signed-in')
          audit.record({
            action: 'claude-signed-in',
            address,
            device,
            ...(answer.account && { detail: answer.account }),
          })
        return answer
      },
    }),
    apiRoute({ method: 'POST', path: path('cancel'), access: 'session', handle: () => claudeLogin.cancel() }),
    apiRoute({
      method: 'POST',
      path: path('logout'),
      access: 'session',
      async handle({ address, device }) {
        const answer = await claudeLogin.logout()
        audit.record({ action: 'claude-signed-out', address, device })
        return answer
      },
    }),
  ]
}
