import { useEffect, useState } from 'react'
import { useStore } from 'zustand/react'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { useChat } from '../ui/chat-context.tsx'

/** The order of the messages that wait: the one that the owner is making here, until the record has it or says otherwise. */
export function useQueueOrder(conversation: ConversationStore): {
  order: readonly string[]
  /** Shows an order that nobody else knows of; null: that of the record. */
  show(order: readonly string[] | null): void
  /** Has the server put it on record. False when there was nothing to save, or no connection. */
  save(order: readonly string[]): boolean
} {
  const chat = useChat()
  const { store } = conversation
  const queue = useStore(store, (state) => state.queue)
  const connection = useStore(chat.connection, (state) => state.state.kind)
  const notice = useStore(chat.notice, (state) => state.text)
  const [wanted, setWanted] = useState<readonly string[] | null>(null)
  const members = queue.toSorted().join(' ')
  const order = wanted ?? queue

  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these can mean that what is wanted will not come
  useEffect(() => setWanted(null), [members, connection, notice])
  useEffect(() => {
    if (wanted && isSame(wanted, queue)) setWanted(null)
  }, [wanted, queue])

  return {
    order,
    show: setWanted,
    save(next) {
      const isChanged = !isSame(next, queue)
      const conversationId = store.getState().id
      if (isChanged && chat.tell({ type: 'user:reorder', conversationId, messageIds: [...next] })) {
        setWanted(next)
        return true
      }
      setWanted(null)
      return false
    },
  }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index])
}
