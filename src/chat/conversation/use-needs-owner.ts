import { useStore } from 'zustand/react'
import { hasOpenQuestion } from '../../protocol/turn-parts.ts'
import type { ConversationStore } from './conversation-store.ts'

/** Whether the agent has asked something in this conversation and waits for the answer. */
export function useNeedsOwner({ store }: ConversationStore): boolean {
  return useStore(store, ({ turn, streaming }) => turn !== null && hasOpenQuestion(streaming?.parts ?? []))
}
