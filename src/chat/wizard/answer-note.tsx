import type { OnboardStep } from '../../protocol/onboard.ts'
import { ResultNote } from '../settings/result-note.tsx'
import { FailureNote } from '../ui/form-failure.tsx'
import { useOwner, useWizard } from './wizard-context.tsx'

/** What the server said when it was asked, in its words or ours; at the step that asked it, and praise at the one after. */
export function AnswerNote({ step, isOnlyPraise = false }: { step: OnboardStep; isOnlyPraise?: boolean }) {
  const { result, failure } = useOwner().control
  if (useWizard().step !== step) return null
  if (failure !== undefined && !isOnlyPraise) return <FailureNote text={failure} />
  return result && (result.isOk || !isOnlyPraise) && <ResultNote {...result} />
}
