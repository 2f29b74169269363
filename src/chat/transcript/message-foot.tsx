import type { ChatMessage } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { clockWords } from '../ui/time-words.ts'
import { usageWords } from './usage-words.ts'

/** Under a finished answer: copy, how it ended, and what it took. */
export function MessageFoot({
  message,
  goOn,
  retry,
}: {
  message: ChatMessage
  goOn?: (() => void) | undefined
  retry?: (() => void) | undefined
}) {
  const { status, usage, content } = message
  const ending = status === 'stopped' || status === 'interrupted' || status === 'failed' ? status : undefined
  return (
    <div className="flex min-h-control flex-wrap items-center gap-2 text-xs text-ink-3">
      {content !== '' && (
        <CopyButton
          label={texts.transcript.copyAnswer}
          text={() => content}
          className="-ml-[calc((var(--control)-1rem)/2)]"
        />
      )}
      {ending && <span>{texts.transcript[ending]}</span>}
      {goOn && <Button onClick={goOn}>{texts.transcript.continue}</Button>}
      {retry && <Button onClick={retry}>{texts.common.tryAgain}</Button>}
      <span className="ml-auto tabular-nums">
        {[clockWords(message.createdAt), ...(usage ? [usageWords(usage)] : [])].join(' · ')}
      </span>
    </div>
  )
}
