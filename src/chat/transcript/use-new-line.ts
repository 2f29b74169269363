import { useEffect, useState } from 'react'
import { useStore } from 'zustand/react'
import { messageOf } from '../conversation/conversation-state.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { useChat } from '../ui/chat-context.tsx'

/**
 * Keeps how far the owner has read, and gives the first message that came while nobody looked. It stays the same until the owner
 * goes away and comes back.
 *
 * @param isAtEnd whether the newest message is in view
 */
export function useNewLine(conversation: ConversationStore, isAtEnd: boolean): string | undefined {
  const { activity, readMarks } = useChat()
  const { store } = conversation
  const isLooking = useStore(activity.store, (state) => state.isLooking)
  const isCurrent = useStore(store, (state) => state.isLoaded && state.isCurrent)
  // An answer that is being written is read once it is whole, with the owner still there.
  const lastId = useStore(store, ({ order, streaming }) => order.findLast((id) => id !== streaming?.id))
  const [firstNew, setFirstNew] = useState<string>()

  useEffect(() => {
    if (!isLooking || !isCurrent) return
    const state = store.getState()
    const readTo = readMarks.read(state.id)
    // What the owner said is nothing new, and what is being written is not yet missed.
    const isNew = (id: string) => {
      const message = state.messages.get(id)
      return message?.role === 'assistant' && readTo !== undefined && message.position > readTo
    }
    const first = state.order.find(isNew)
    setFirstNew(first)
    if (first !== undefined) conversation.target.setState({ id: first, isHit: false })
  }, [isLooking, isCurrent, conversation, store, readMarks])

  useEffect(() => {
    if (!isLooking || !isCurrent || !isAtEnd || lastId === undefined) return
    const state = store.getState()
    const last = messageOf(state, lastId)
    if (last) readMarks.mark(state.id, last.position)
  }, [isLooking, isCurrent, isAtEnd, lastId, store, readMarks])

  return firstNew
}
