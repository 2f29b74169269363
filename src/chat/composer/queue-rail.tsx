import Clock from 'lucide-react/icons/clock'
import Undo from 'lucide-react/icons/undo-2'
import { useMemo } from 'react'
import { useStore } from 'zustand/react'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { unsentOf } from '../conversation/unsent.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'

/** The messages that wait for the running turn, tucked behind the composer; each can be taken back into it. */
export function QueueRail({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  const { store } = conversation
  const { id } = store.getState()
  const queue = useStore(store, (state) => state.queue)
  const messages = useStore(store, (state) => state.messages)
  const isWorking = useStore(store, (state) => state.turn !== null)
  const items = useStore(chat.outbox.store, (state) => state.items)
  const onTheWay = useMemo(
    () =>
      isWorking
        ? unsentOf(items, { ...store.getState(), messages }).filter((item) => item.state !== 'failed')
        : [],
    [isWorking, items, messages, store],
  )
  if (queue.length + onTheWay.length === 0) return null

  function takeBack(messageId: string, text: string) {
    if (!chat.tell({ type: 'user:withdraw', conversationId: id, messageId })) return
    chat.compose(text)
    chat.announcer.say(texts.spoken.restored)
  }

  return (
    <ul
      aria-label={texts.composer.queued}
      className="mx-3 -mb-3 max-h-40 overflow-y-auto rounded-t-[14px] border border-b-0 bg-sunken pb-3"
    >
      {queue.map((messageId) => {
        const text = messages.get(messageId)?.content ?? ''
        return (
          <li key={messageId} className="flex min-h-control items-center gap-2 pl-3 text-sm">
            <Clock size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
            <span className="min-w-0 flex-1 truncate">{text}</span>
            <IconButton
              label={texts.composer.takeBack}
              icon={Undo}
              size={16}
              onClick={() => takeBack(messageId, text)}
            />
          </li>
        )
      })}
      {onTheWay.map((item) => (
        <li key={item.id} className="flex min-h-control items-center gap-2 px-3 text-sm">
          <Clock size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
          <span className="min-w-0 flex-1 truncate text-ink-2">{item.content}</span>
          <span className="shrink-0 text-xs text-ink-3">
            {item.state === 'failed' ? '' : texts.unsent[item.state]}
          </span>
        </li>
      ))}
    </ul>
  )
}
