import type { OutboxItem } from '../outbox/outbox.ts'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { OwnerBubble } from './owner-bubble.tsx'
import { Separator } from './separator.tsx'

/** A message of the owner's that the record does not have yet, with what is becoming of it. It stands where the record will put it. */
export function UnsentMessage({ item, before }: { item: OutboxItem; before: number | undefined }) {
  const chat = useChat()
  const isFailed = item.state === 'failed'

  function edit() {
    chat.compose(item.content, { files: item.files ?? [] })
    void chat.attempt(() => chat.outbox.discard(item.id))
  }

  return (
    <>
      <Separator before={before} time={item.createdAt} />
      <div className="relative py-2.5">
        <OwnerBubble text={item.content} files={item.files} isPale={!isFailed && item.state !== 'accepted'} />
        {isFailed ? (
          <div className="mt-1 flex flex-wrap items-center justify-end gap-x-1 text-xs">
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
          </div>
        ) : (
          // Between two messages, and in the room of neither: most are sent in no time, and nothing moves when it goes.
          <span className="absolute right-0 -bottom-2 text-xs leading-4 text-ink-3">
            {texts.unsent[item.state]}
          </span>
        )}
      </div>
    </>
  )
}
