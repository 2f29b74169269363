import Clock from 'lucide-react/icons/clock'
import Undo from 'lucide-react/icons/undo-2'
import { useMemo } from 'react'
import { useStore } from 'zustand/react'
import type { SentFile } from '../../protocol/turn-parts.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { unsentOf } from '../conversation/unsent.ts'
import { texts } from '../texts.ts'
import { filesOf } from '../transcript/files-of.ts'
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

  function takeBack(messageId: string) {
    const message = messages.get(messageId)
    if (!message || !chat.tell({ type: 'user:withdraw', conversationId: id, messageId })) return
    chat.compose(message.content, { files: filesOf(message.parts) })
    chat.announcer.say(texts.spoken.restored)
  }

  return (
    <ul
      aria-label={texts.composer.queued}
      className="mx-3 -mb-3 max-h-40 overflow-y-auto rounded-t-[14px] border border-b-0 bg-sunken pb-3"
    >
      {queue.map((messageId) => {
        const message = messages.get(messageId)
        return (
          <li key={messageId} className="flex min-h-control items-center gap-2 pl-3 text-sm">
            <Clock size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
            <span className="min-w-0 flex-1 truncate">
              {message && oneLine(message.content, filesOf(message.parts))}
            </span>
            <IconButton
              label={texts.composer.takeBack}
              icon={Undo}
              size={16}
              onClick={() => takeBack(messageId)}
            />
          </li>
        )
      })}
      {onTheWay.map((item) => (
        <li key={item.id} className="flex min-h-control items-center gap-2 px-3 text-sm">
          <Clock size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
          <span className="min-w-0 flex-1 truncate text-ink-2">{oneLine(item.content, item.files)}</span>
          <span className="shrink-0 text-xs text-ink-3">
            {item.state === 'failed' ? '' : texts.unsent[item.state]}
          </span>
        </li>
      ))}
    </ul>
  )
}

function oneLine(text: string, files: readonly SentFile[] = []): string {
  return [text, ...files.map((file) => file.name)].filter((words) => words !== '').join(' · ')
}
