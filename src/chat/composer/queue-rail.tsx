import Clock from 'lucide-react/icons/clock'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand/react'
import type { ChatMessage } from '../../protocol/chat.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { unsentOf } from '../conversation/unsent.ts'
import { texts as chatTexts } from '../texts.ts'
import { filesOf } from '../transcript/files-of.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { moved, oneLine } from './queue-order.ts'
import { QueueRow } from './queue-row.tsx'
import { queueTexts as texts } from './queue-texts.ts'
import { useQueueOrder } from './use-queue-order.ts'

const undoMs = 10_000

/** The messages that wait for the running turn, tucked behind the composer: each can be sent now, edited, moved and removed. */
export function QueueRail({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  const { store } = conversation
  const { id: conversationId } = store.getState()
  const messages = useStore(store, (state) => state.messages)
  const isWorking = useStore(store, (state) => state.turn !== null)
  const items = useStore(chat.outbox.store, (state) => state.items)
  const { order, show, save } = useQueueOrder(conversation)
  const [removed, setRemoved] = useState<ChatMessage | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const onTheWay = useMemo(
    () =>
      isWorking
        ? unsentOf(items, { ...store.getState(), messages }).filter((item) => item.state !== 'failed')
        : [],
    [isWorking, items, messages, store],
  )

  useEffect(() => {
    if (!removed) return
    const timer = setTimeout(() => setRemoved(null), undoMs)
    return () => clearTimeout(timer)
  }, [removed])

  if (order.length + onTheWay.length === 0 && !removed) return null

  function move(messageId: string, by: number) {
    const next = moved(order, messageId, order.indexOf(messageId) + by)
    if (next === order || !save(next)) return
    chat.announcer.say(texts.moved(next.indexOf(messageId) + 1, next.length))
  }

  /** The row under the pointer is where the dragged one goes. */
  function drag(messageId: string, y: number) {
    const rows = [...(list.current?.querySelectorAll('[data-waits]') ?? [])]
    const under = rows.findIndex((row) => y < row.getBoundingClientRect().bottom)
    show(moved(order, messageId, under === -1 ? rows.length - 1 : under))
  }

  function drop(messageId: string) {
    if (save(order)) chat.announcer.say(texts.moved(order.indexOf(messageId) + 1, order.length))
  }

  function remove(message: ChatMessage) {
    if (!chat.tell({ type: 'user:withdraw', conversationId, messageId: message.id })) return
    setRemoved(message)
    chat.announcer.say(texts.removed)
    chat.focusComposer()
  }

  function undo(message: ChatMessage) {
    chat.send(message.content, filesOf(message.parts))
    setRemoved(null)
    chat.focusComposer()
  }

  return (
    <ul
      ref={list}
      aria-label={texts.label}
      className="mx-3 -mb-3 max-h-56 overflow-y-auto rounded-t-[14px] border border-b-0 bg-sunken pb-3"
    >
      {order.map((messageId, index) => {
        const message = messages.get(messageId)
        return (
          message && (
            <QueueRow
              key={messageId}
              message={message}
              isFirst={index === 0}
              isLast={index === order.length - 1}
              onMove={(by) => move(messageId, by)}
              onDrag={(y) => drag(messageId, y)}
              onDrop={() => drop(messageId)}
              onCancel={() => show(null)}
              onRemove={() => remove(message)}
              conversation={conversation}
            />
          )
        )
      })}
      {onTheWay.map((item) => (
        <li key={item.id} className="flex min-h-control items-center gap-2 px-3 text-sm">
          <Clock size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
          <span className="min-w-0 flex-1 truncate text-ink-2">{oneLine(item.content, item.files)}</span>
          <span className="shrink-0 text-xs text-ink-3">
            {item.state === 'accepted' ? texts.queued : chatTexts.unsent[item.state]}
          </span>
        </li>
      ))}
      {removed && (
        <li className="flex min-h-control items-center gap-2 pl-3 text-sm text-ink-2">
          <span className="min-w-0 flex-1 truncate">
            {texts.removed}: {oneLine(removed.content, filesOf(removed.parts))}
          </span>
          <Button look="quiet" onClick={() => undo(removed)}>
            {texts.undo}
          </Button>
        </li>
      )}
    </ul>
  )
}
