import { memo } from 'react'
import { useStore } from 'zustand/react'
import { messageOf } from '../conversation/conversation-state.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { texts } from '../texts.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { isApart, separatorWords } from '../ui/time-words.ts'
import { AgentMessage } from './agent-message.tsx'
import { filesOf } from './files-of.ts'
import { OwnerBubble } from './owner-bubble.tsx'

/** One message of the record. It is drawn again only when the message itself changed. */
export const MessageItem = memo(function MessageItem({
  id,
  previousId,
  isLast,
  conversation,
}: {
  id: string
  previousId: string | undefined
  isLast: boolean
  conversation: ConversationStore
}) {
  const message = useStore(conversation.store, (state) => messageOf(state, id))
  const previousTime = useStore(conversation.store, (state) =>
    previousId === undefined ? undefined : messageOf(state, previousId)?.createdAt,
  )
  if (!message) return null
  return (
    <>
      {isApart(previousTime, message.createdAt) && (
        <p className="py-3 text-center text-xs text-ink-3 tabular-nums">
          <time dateTime={new Date(message.createdAt).toISOString()}>
            {separatorWords(message.createdAt, Date.now())}
          </time>
        </p>
      )}
      <div data-message={id} className="py-2.5">
        <ErrorBoundary
          resetKey={message}
          fallback={<p className="text-sm text-danger">{texts.errors.crashed}</p>}
        >
          {message.role === 'user' ? (
            <OwnerBubble text={message.content} files={filesOf(message.parts)} />
          ) : (
            <AgentMessage message={message} isLast={isLast} conversation={conversation} />
          )}
        </ErrorBoundary>
      </div>
    </>
  )
})
