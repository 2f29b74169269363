import type { OutboxItem } from '../outbox/outbox.ts'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { OwnerBubble } from './owner-bubble.tsx'

/** A message of the owner's that the record does not have yet, with what is becoming of it. */
export function UnsentMessage({ item }: { item: OutboxItem }) {
  const chat = useChat()
  const isFailed = item.state === 'failed'

  function edit() {
    chat.compose(item.content, { files: item.files ?? [] })
    void chat.attempt(() => chat.outbox.discard(item.id))
  }

  return (
    <div className="py-2.5">
      <OwnerBubble text={item.content} files={item.files} isPale={!isFailed && item.state !== 'accepted'} />
      <div className="mt-1 flex min-h-4 flex-wrap items-center justify-end gap-x-1 text-xs text-ink-3">
        {isFailed ? (
          <>
            <span className="text-right text-danger [overflow-wrap:anywhere]">
              {texts.unsent.failed}
              {item.failure && `: ${item.failure.message}`}
            </span>
            <span className="flex">
              <Button look="quiet" onClick={() => void chat.attempt(() => chat.outbox.retry(item.id))}>
                {texts.unsent.retry}
              </Button>
              <Button look="quiet" onClick={edit}>
                {texts.unsent.edit}
              </Button>
              <Button look="quiet" onClick={() => void chat.attempt(() => chat.outbox.discard(item.id))}>
                {texts.unsent.discard}
              </Button>
            </span>
          </>
        ) : (
          texts.unsent[item.state]
        )}
      </div>
    </div>
  )
}
