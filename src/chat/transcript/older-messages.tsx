import { type RefObject, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand/react'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'

/** Loads the page before when the owner comes near the top. */
export function OlderMessages({
  conversation,
  scroller,
}: {
  conversation: ConversationStore
  scroller: RefObject<HTMLElement | null>
}) {
  const chat = useChat()
  const cursor = useStore(conversation.store, (state) => state.nextCursor)
  const edge = useRef<HTMLDivElement>(null)
  const [hasFailed, setHasFailed] = useState(false)

  useEffect(() => {
    if (cursor === null || hasFailed || !edge.current) return
    const watcher = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        watcher.disconnect()
        void chat.attempt(chat.active.loadOlder).then((hasWorked) => setHasFailed(!hasWorked))
      },
      { root: scroller.current, rootMargin: '600px 0px 0px 0px' },
    )
    watcher.observe(edge.current)
    return () => watcher.disconnect()
  }, [cursor, hasFailed, chat, scroller])

  if (cursor === null) return null
  return (
    <div ref={edge} className="flex min-h-10 items-center justify-center gap-3 text-sm text-ink-3">
      {hasFailed ? (
        <>
          {texts.transcript.olderFailed}
          <Button onClick={() => setHasFailed(false)}>{texts.common.tryAgain}</Button>
        </>
      ) : (
        texts.transcript.loadingOlder
      )}
    </div>
  )
}
