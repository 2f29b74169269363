import { renderSVG } from 'uqr'
import { passwordAgainBody, passwordAndCodeBody, totpCodeBody } from '../../protocol/accounts.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { createDemands } from './demand-password.ts'

type Deps = Pick<ApiDeps, 'owner' | 'secondStep' | 'settings' | 'audit'>

/** The second step of signing in: set up with the password and a first code, turned off with the password and a code. */
export function totpRoutes({ owner, secondStep, settings, audit }: Deps): ApiRoute[] {
  const demand = createDemands({ owner, audit })
  return [
    apiRoute({
      method: 'GET',
      path: '/api/portal/totp',
      access: 'session',
      handle: () => secondStep.view(),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/totp/setup',
      access: 'session',
      body: passwordAgainBody,
      async handle(call) {
        await demand.password(call.body.password, call)
        const setup = secondStep.begin(call.session.id, settings.get('ownerName') || 'Owner')
        return { ...setup, qr: renderSVG(setup.uri, { border: 2 }) }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/totp/confirm',
      access: 'session',
      body: totpCodeBody,
      handle({ body, session, address, device }) {
        const recoveryCodes = secondStep.confirm(session.id, body.code)
        audit.record({ action: 'totp-turned-on', address, device })
        return { recoveryCodes }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/totp/recovery-codes',
      access: 'session',
      body: passwordAndCodeBody,
      async handle(call) {
        await demand.passwordAndCode(call.body, call)
        const recoveryCodes = secondStep.renewRecoveryCodes()
        audit.record({ action: 'recovery-codes-renewed', address: call.address, device: call.device })
        return { recoveryCodes }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/portal/totp/turn-off',
      access: 'session',
      body: passwordAndCodeBody,
      async handle(call) {
        await demand.passwordAndCode(call.body, call)
        secondStep.turnOff()
        audit.record({ action: 'totp-turned-off', address: call.address, device: call.device })
      },
    }),
  ]
}
