import ShieldQuestion from 'lucide-react/icons/shield-question-mark'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Approval } from '../../../protocol/turn-parts.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { answerTexts } from './answer-texts.ts'
import { deviceWords } from './device-words.ts'

const maxReasonLength = 1000

/** A request to do something outside the fence. `answer` is absent once it is too late. */
export function ApprovalForm({
  approval,
  answer,
}: {
  approval: Approval
  answer: ((decision: string, reason?: string) => boolean) | undefined
}) {
  const [isSent, setIsSent] = useState(false)
  const [isSaying, setIsSaying] = useState(false)
  const isOpen = approval.decision === undefined && answer !== undefined && !isSent
  const decide = (decision: 'allow' | 'always' | 'deny', reason?: string) => {
    if (answer?.(decision, reason)) setIsSent(true)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset needs a legend, which this is not
    <div
      role="group"
      aria-label={texts.question.approvalLabel}
      className={classNames('rounded-[14px] border bg-surface p-3 shadow-low', isOpen && 'border-warn')}
    >
      <p className="flex items-start gap-2 font-medium">
        <ShieldQuestion
          size={18}
          strokeWidth={1.75}
          aria-hidden
          className={classNames('mt-0.5 shrink-0', isOpen ? 'text-warn' : 'text-ink-3')}
        />
        <span className="min-w-0 [overflow-wrap:anywhere]">{approval.title}</span>
      </p>
      {approval.detail && (
        <ScrollRegion
          label={texts.question.detail}
          className="mt-2 max-h-48 overflow-y-auto rounded-[10px] bg-sunken p-2"
        >
          <pre className="font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
            {approval.detail}
          </pre>
        </ScrollRegion>
      )}
      {isOpen && isSaying ? (
        <ReasonForm deny={(reason) => decide('deny', reason)} goBack={() => setIsSaying(false)} />
      ) : isOpen ? (
        <>
          <div className="mt-3 flex flex-wrap gap-2 pointer-coarse:*:grow">
            <Button look="primary" onClick={() => decide('allow')}>
              {approval.always ? texts.question.allowOnce : texts.question.allow}
            </Button>
            {approval.always && <Button onClick={() => decide('always')}>{texts.question.always}</Button>}
            <Button onClick={() => decide('deny')}>{texts.question.deny}</Button>
            <Button look="quiet" onClick={() => setIsSaying(true)}>
              {answerTexts.denyAndSay}
            </Button>
          </div>
          {approval.always && (
            <p className="mt-2 text-xs text-ink-2 [overflow-wrap:anywhere]">
              {texts.question.alwaysMeans(approval.always)}
            </p>
          )}
        </>
      ) : (
        <p className="mt-2 text-sm text-ink-2 [overflow-wrap:anywhere]">
          {approval.decision
            ? decisionWords(approval, approval.decision, isSent)
            : isSent
              ? texts.unsent.accepted
              : texts.question.unanswered}
        </p>
      )}
    </div>
  )
}

/** A few words to the agent with a denial, so that it knows what to do instead. */
function ReasonForm({ deny, goBack }: { deny: (reason: string) => void; goBack: () => void }) {
  const [reason, setReason] = useState('')
  const field = useRef<HTMLInputElement>(null)
  // It takes the place of the button that was pressed.
  useEffect(() => field.current?.focus(), [])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (reason.trim() !== '') deny(reason.trim())
  }

  return (
    <form className="mt-3 flex flex-wrap gap-2" onSubmit={submit}>
      <input
        ref={field}
        aria-label={answerTexts.reasonLabel}
        placeholder={answerTexts.reasonPlaceholder}
        maxLength={maxReasonLength}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        className="min-h-control min-w-0 flex-[1_1_16rem] rounded-[10px] border bg-bg px-3 text-field placeholder:text-ink-3"
      />
      <span className="flex gap-2">
        <Button type="submit" disabled={reason.trim() === ''}>
          {texts.question.deny}
        </Button>
        <Button look="quiet" onClick={goBack}>
          {answerTexts.back}
        </Button>
      </span>
    </form>
  )
}

function decisionWords(
  { answeredBy, reason }: Approval,
  decision: NonNullable<Approval['decision']>,
  isMine: boolean,
): string {
  const decided = texts.question.decided[decision]
  const where =
    isMine || answeredBy === undefined ? decided : answerTexts.decidedOn(decided, deviceWords(answeredBy))
  return reason === undefined ? where : answerTexts.deniedBecause(where, reason)
}
