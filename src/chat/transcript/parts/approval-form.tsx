import ShieldQuestion from 'lucide-react/icons/shield-question-mark'
import { useState } from 'react'
import type { Approval } from '../../../protocol/turn-parts.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

/** A request to do something outside the fence. `answer` is absent once it is too late. */
export function ApprovalForm({
  approval,
  answer,
}: {
  approval: Approval
  answer: ((decision: string) => boolean) | undefined
}) {
  const [isSent, setIsSent] = useState(false)
  const isOpen = approval.decision === undefined && answer !== undefined && !isSent
  const decide = (decision: 'allow' | 'always' | 'deny') => () => {
    if (answer?.(decision)) setIsSent(true)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset needs a legend, which this is not
    <div
      role="group"
      aria-label={texts.question.approvalLabel}
      className={classNames('rounded-[14px] border bg-surface p-3 shadow-low', isOpen && 'border-warn')}
    >
      <p className="flex items-start gap-2 font-medium">
        <ShieldQuestion size={18} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-warn" />
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
      {isOpen ? (
        <>
          <div className="mt-3 flex flex-wrap gap-2">
            <Button look="primary" onClick={decide('allow')}>
              {approval.always ? texts.question.allowOnce : texts.question.allow}
            </Button>
            {approval.always && <Button onClick={decide('always')}>{texts.question.always}</Button>}
            <Button onClick={decide('deny')}>{texts.question.deny}</Button>
          </div>
          {approval.always && (
            <p className="mt-2 text-xs text-ink-2 [overflow-wrap:anywhere]">
              {texts.question.alwaysMeans(approval.always)}
            </p>
          )}
        </>
      ) : (
        <p className="mt-1 text-sm text-ink-2">
          {approval.decision
            ? texts.question.decided[approval.decision]
            : isSent
              ? texts.unsent.accepted
              : texts.question.unanswered}
        </p>
      )}
    </div>
  )
}
