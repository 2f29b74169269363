import type { RecoverAnswer, RecoverTask } from '../../protocol/accounts.ts'
import type { Audit } from '../store/audit.ts'
import type { SecondStep } from './second-step.ts'
import type { Sessions } from './sessions.ts'

export interface RecoverDeps {
  secondStep: Pick<SecondStep, 'isOn' | 'turnOff' | 'open'>
  sessions: Pick<Sessions, 'revokeAll'>
  audit: Pick<Audit, 'record'>
}

/**
 * What the owner does on the computer itself, where nothing more is asked: who can write in Bloby's home could change the database.
 * `off` is for a phone that is lost, on which Bloby may still be open: it signs everyone out.
 */
export function recoverSecondStep(
  task: RecoverTask,
  { secondStep, sessions, audit }: RecoverDeps,
): RecoverAnswer {
  const by = { address: 'local', device: 'Command line' }
  if (task === 'open') {
    const isChanged = secondStep.open()
    if (isChanged) audit.record({ action: 'codes-opened', ...by })
    return { isChanged }
  }
  if (!secondStep.isOn()) return { isChanged: false }
  secondStep.turnOff()
  sessions.revokeAll()
  audit.record({ action: 'totp-turned-off', ...by })
  return { isChanged: true }
}
