import { codeFailure, type SecondStepFailure } from '../accounts/second-step.ts'
import type { ApiDeps } from '../api-deps.ts'

export type CodeFailures = ReturnType<typeof createCodeFailures>

/** Notes that a code was not taken, tells the owner when it was one too many, and gives the error to answer with. */
export function createCodeFailures({ audit, codesClosed }: Pick<ApiDeps, 'audit' | 'codesClosed'>) {
  return function refuse(
    result: SecondStepFailure,
    { address, device }: { address: string; device: string },
    kind: 'unauthorized' | 'forbidden',
  ) {
    audit.record({ action: 'code-failed', address, device })
    if (result === 'codes-closed') {
      audit.record({ action: 'codes-closed', address, device })
      codesClosed()
    }
    return codeFailure(result, kind)
  }
}
