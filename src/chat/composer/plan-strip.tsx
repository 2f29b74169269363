import { useStore } from 'zustand/react'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { lazyPart } from '../ui/lazy-part.tsx'

const PlanRow = lazyPart(async () => (await import('../transcript/parts/plan-list.tsx')).PlanRow)

/** The plan of the turn that runs. */
export function PlanStrip({ conversation }: { conversation: ConversationStore }) {
  const entries = useStore(conversation.store, (state) => {
    const part = state.turn && state.streaming?.parts.find((part) => part.type === 'plan')
    return part?.type === 'plan' ? part.entries : undefined
  })
  return entries && entries.length > 0 ? <PlanRow entries={entries} /> : null
}
