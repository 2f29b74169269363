import { AppError } from '../../system/errors.ts'
import { wrongCode } from '../accounts/second-step.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { Call } from '../api-route.ts'

type Asked = Pick<Call<'session', unknown, unknown>, 'session' | 'address' | 'device'>

/** Asks the owner who they are once more, before something that lets others in or keeps the owner out. Failures are noted and count. */
export function createDemands({ owner, audit }: Pick<ApiDeps, 'owner' | 'audit'>) {
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
      const result = await owner.recheckSignIn(given, by.session.id)
      if (result === 'wrong-password') throw wrongPassword('password', by)
      if (result !== 'wrong-code') return
      audit.record({ action: 'code-failed', address: by.address, device: by.device })
      throw wrongCode()
    },
  }
}
