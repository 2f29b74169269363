import { type RefObject, useEffect, useRef, useState } from 'react'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'

/** The end of what was loaded: loads the next page when the owner comes near. Always 40 px high, so that nothing moves. */
export function PageEdge({
  side,
  cursor,
  load,
  scroller,
}: {
  side: 'older' | 'newer'
  /** Where the next page begins; null when there is none. */
  cursor: string | null
  load: () => Promise<void>
  scroller: RefObject<HTMLElement | null>
}) {
  const chat = useChat()
  const edge = useRef<HTMLDivElement>(null)
  const [hasFailed, setHasFailed] = useState(false)

  useEffect(() => {
    if (cursor === null || hasFailed || !edge.current) return
    const watcher = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return
        watcher.disconnect()
        void chat.attempt(load).then((hasWorked) => setHasFailed(!hasWorked))
      },
      { root: scroller.current, rootMargin: '1200px 0px' },
    )
    watcher.observe(edge.current)
    return () => watcher.disconnect()
  }, [cursor, hasFailed, chat, load, scroller])

  return (
    <div ref={edge} className="flex h-10 items-center justify-center gap-3 text-sm text-ink-3">
      {cursor === null ? null : hasFailed ? (
        <>
          {texts.transcript.pageFailed[side]}
          <Button onClick={() => setHasFailed(false)}>{texts.common.tryAgain}</Button>
        </>
      ) : (
        texts.transcript.loadingPage[side]
      )}
    </div>
  )
}
