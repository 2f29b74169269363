import { useEffect, useState } from 'react'
import { useStore } from 'zustand/react'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'

/** Shown when the connection stays away, not for a blink of it. */
export function ConnectionBar() {
  const chat = useChat()
  const state = useStore(chat.connection, (store) => store.state)
  const isDurable = useStore(chat.outbox.store, (store) => store.isDurable)
  const failures = state.kind === 'offline' || state.kind === 'connecting' ? state.failures : 0
  if (failures < 2) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-[14px] border bg-surface px-3 py-1.5 text-sm shadow-low">
      <p className="min-w-44 flex-1">
        {isDurable ? texts.state.offlineNotice : texts.state.offlineNoticeFragile}{' '}
        <span className="text-ink-3 tabular-nums">
          {state.kind === 'offline' ? <Countdown to={state.retryAt} /> : texts.state.connecting}
        </span>
      </p>
      <Button look="quiet" onClick={chat.wake}>
        {texts.state.tryNow}
      </Button>
    </div>
  )
}

function Countdown({ to }: { to: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  return texts.state.retryIn(Math.max(1, Math.ceil((to - now) / 1000)))
}
