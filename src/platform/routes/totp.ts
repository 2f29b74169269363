import { renderSVG } from 'uqr'
import * as v from 'valibot'
import { passwordAgainBody, passwordAndCodeBody, recoverTask, totpCodeBody } from '../../protocol/accounts.ts'
import { AppError } from '../../system/errors.ts'
import { recoverSecondStep } from '../accounts/recover-second-step.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { createDemands } from './demand-password.ts'

type Deps = Pick<
  ApiDeps,
  'owner' | 'secondStep' | 'sessions' | 'knownDevices' | 'settings' | 'audit' | 'codesClosed'
>

/** The second step of signing in: set up with the password and a first code, turned off with the password and a code. */
export function totpRoutes(deps: Deps): ApiRoute[] {
  const { secondStep, settings, audit } = deps
  const demand = createDemands(deps)
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
    apiRoute({
      method: 'POST',
      path: '/api/portal/totp/recover/:task',
      access: 'session',
      handle({ params, session }) {
        const task = v.safeParse(recoverTask, params.task)
        if (!task.success) throw new AppError('not-found', 'There is nothing at this address.')
        if (session.kind !== 'local')
          throw new AppError('forbidden', 'This is for the command line of Bloby’s own computer.')
        return recoverSecondStep(task.output, deps)
      },
    }),
  ]
}
