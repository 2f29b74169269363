import { memo } from 'react'
import { useStore } from 'zustand/react'
import { messageOf } from '../conversation/conversation-state.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { texts } from '../texts.ts'
import { classNames } from '../ui/class-names.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { AgentMessage } from './agent-message.tsx'
import { OwnerMessage } from './owner-message.tsx'
import { Separator } from './separator.tsx'
import { useShape } from './use-shape.ts'

/** One message of the record. It is drawn again only when the message itself changed. */
export const MessageItem = memo(function MessageItem({
  id,
  previousId,
  isLast,
  isFirstNew,
  isHit,
  conversation,
}: {
  id: string
  previousId: string | undefined
  isLast: boolean
  /** Whether the owner has read up to here. */
  isFirstNew: boolean
  /** Whether the owner was brought to this message. */
  isHit: boolean
  conversation: ConversationStore
}) {
  const message = useShape(conversation, id)
  const previousTime = useStore(conversation.store, (state) =>
    previousId === undefined ? undefined : messageOf(state, previousId)?.createdAt,
  )
  if (!message) return null
  return (
    <>
      <Separator before={previousTime} time={message.createdAt} />
      {isFirstNew && <NewLine />}
      <div
        data-message={id}
        className={classNames(
          '-mx-2 rounded-[10px] px-2 py-2.5 transition-colors duration-[280ms]',
          isHit && 'bg-accent-soft',
        )}
      >
        <ErrorBoundary
          resetKey={message}
          fallback={<p className="text-sm text-danger">{texts.errors.crashed}</p>}
        >
          {message.role === 'user' ? (
            <OwnerMessage message={message} />
          ) : (
            <AgentMessage message={message} isLast={isLast} conversation={conversation} />
          )}
        </ErrorBoundary>
      </div>
    </>
  )
})

function NewLine() {
  return (
    <p className="flex items-center gap-3 py-1 text-xs font-medium text-accent-text">
      <span aria-hidden className="h-px flex-1 bg-accent-text opacity-40" />
      {texts.transcript.new}
      <span aria-hidden className="h-px flex-1 bg-accent-text opacity-40" />
    </p>
  )
}
