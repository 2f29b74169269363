import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand/react'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { unsentOf } from '../conversation/unsent.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { EmptyState } from './empty-state.tsx'
import { JumpButton } from './jump-button.tsx'
import { MessageItem } from './message-item.tsx'
import { OlderMessages } from './older-messages.tsx'
import { createScrollKeeper, type ScrollKeeper } from './scroll-keeper.ts'
import { UnsentMessage } from './unsent-message.tsx'

/** What was said in one conversation. Mount it anew for another one. */
export function Transcript({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  const { store } = conversation
  const order = useStore(store, (state) => state.order)
  const isLoaded = useStore(store, (state) => state.isLoaded)
  const isWorking = useStore(store, (state) => state.turn !== null)
  const queueLength = useStore(store, (state) => state.queue.length)
  const messages = useStore(store, (state) => state.messages)
  const items = useStore(chat.outbox.store, (state) => state.items)

  const unsent = useMemo(
    // While a turn runs they wait in the queue above the composer, where they will be in a moment anyway.
    () =>
      unsentOf(items, { ...store.getState(), messages }).filter(
        (item) => !isWorking || item.state === 'failed',
      ),
    [items, messages, isWorking, store],
  )

  const scroller = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const keeper = useRef<ScrollKeeper>(null)
  const [lastSeen, setLastSeen] = useState<{ id: string | undefined } | null>(null)

  useLayoutEffect(() => {
    if (!scroller.current || !content.current) return
    keeper.current = createScrollKeeper(scroller.current, content.current, (isAtEnd) =>
      setLastSeen(isAtEnd ? null : { id: store.getState().order.at(-1) }),
    )
    return () => keeper.current?.stop()
  }, [store])

  const firstId = order[0]
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page of older messages changes the first one
  useLayoutEffect(() => keeper.current?.keepPlace(), [firstId])

  const newestUnsent = unsent.at(-1)?.id
  useEffect(() => {
    if (newestUnsent !== undefined) keeper.current?.toLatest()
  }, [newestUnsent])

  const isEmpty = isLoaded && order.length === 0 && unsent.length === 0 && queueLength === 0
  const newCount = lastSeen?.id === undefined ? 0 : order.length - 1 - order.indexOf(lastSeen.id)

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={texts.transcript.label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll it
        tabIndex={0}
        className="h-full overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div
          ref={content}
          className="relative mx-auto flex min-h-full w-full max-w-[45rem] flex-col px-4 pt-4 pb-6"
        >
          {isEmpty && <EmptyState />}
          <OlderMessages conversation={conversation} scroller={scroller} />
          {order.map((id, index) => (
            <MessageItem
              key={id}
              id={id}
              previousId={order[index - 1]}
              isLast={index === order.length - 1}
              conversation={conversation}
            />
          ))}
          {unsent.map((item) => (
            <UnsentMessage key={item.id} item={item} />
          ))}
        </div>
      </div>
      {lastSeen !== null && <JumpButton newCount={newCount} onClick={() => keeper.current?.toLatest()} />}
    </div>
  )
}
