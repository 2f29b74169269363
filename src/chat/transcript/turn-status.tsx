import { useStore } from 'zustand/react'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { texts } from '../texts.ts'

/** A sign of life at the end of an answer that is being written, and what it waits for. */
export function TurnStatus({ conversation, isQuiet }: { conversation: ConversationStore; isQuiet: boolean }) {
  const status = useStore(conversation.store, (state) => state.turn?.status)
  const words =
    status?.text ?? (status && status.kind !== 'working' ? texts.transcript.status[status.kind] : '')
  if (isQuiet && words === '') return null
  return (
    <p className="flex min-h-6 items-start gap-2.5 text-sm text-ink-2">
      <span aria-hidden className="mt-1.5 size-2 shrink-0 animate-breathe rounded-full bg-accent" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {words || <span className="sr-only">{texts.state.working}</span>}
      </span>
    </p>
  )
}
