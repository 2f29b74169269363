import { useChat } from '../ui/chat-context.tsx'
import type { Target } from './voice.ts'

/** Where a message goes that is sent now: to the conversation that is open. */
export function useTarget(): () => Target | undefined {
  const { active } = useChat()
  return () => {
    const id = active.store.getState().conversation?.store.getState().id
    return id === undefined ? undefined : { conversationId: id, isNewConversation: active.isNew(id) }
  }
}
