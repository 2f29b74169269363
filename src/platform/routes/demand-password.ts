import { AppError } from '../../system/errors.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { Call } from '../api-route.ts'
import { createCodeFailures } from './code-failures.ts'

type Asked = Pick<Call<'session', unknown, unknown>, 'session' | 'address' | 'device' | 'request' | 'isHttps'>
type Deps = Pick<ApiDeps, 'owner' | 'knownDevices' | 'audit' | 'codesClosed'>

/** Asks the owner who they are once more, before something that lets others in or keeps the owner out. Failures are noted and count. */
export function createDemands(deps: Deps) {
  const { owner, knownDevices, audit } = deps
  const refuseCode = createCodeFailures(deps)

  function wrongPassword(field: string, { address, device }: Asked): AppError {
    audit.record({ action: 'password-check-failed', address, device })
    // Not `unauthorized`: the session is fine, and a client would take that as being signed out.
    return new AppError('forbidden', 'This password is not right.', { field })
  }

  return {
    /** @throws AppError `forbidden` with the field, `rate-limited` */
    async password(password: string, by: Asked, field = 'password'): Promise<void> {
      if (!(await owner.recheckPassword(password, by.session.id))) throw wrongPassword(field, by)
    },

    /** The password and the second step, where there is one. @throws AppError `forbidden` with the field, `rate-limited` */
    async passwordAndCode(given: { password: string; code: string }, by: Asked): Promise<void> {
      const result = await owner.recheckSignIn(given, by.session.id, knownDevices.visitor(by))
      if (result === 'wrong-password') throw wrongPassword('password', by)
      if (result === 'wrong-code' || result === 'codes-closed' || result === 'code-refused')
        throw refuseCode(result, by, 'forbidden')
    },
  }
}
