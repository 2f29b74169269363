import { useState } from 'react'
import { useStore } from 'zustand/react'
import type { ChatMessage } from '../../protocol/chat.ts'
import type { MessagePart } from '../../protocol/turn-parts.ts'
import { type ConversationState, messageOf } from '../conversation/conversation-state.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'

/**
 * A message, for what draws all of it. While its last words grow it stays as it was, and only what draws those is drawn again, see
 * `useGrowingText`.
 */
export function useShape({ store }: ConversationStore, id: string): ChatMessage | undefined {
  const [select] = useState(() => {
    let shape: ChatMessage | undefined
    return (state: ConversationState) => {
      const message = messageOf(state, id)
      if (!shape || !message || !hasOnlyGrown(shape, message)) shape = message
      return shape
    }
  })
  return useStore(store, select)
}

/** The last words of a message as they are now; undefined unless they grow. */
export function useGrowingText({ store }: ConversationStore, id: string, isGrowing: boolean) {
  return useStore(store, (state) => {
    const last = isGrowing ? messageOf(state, id)?.parts.at(-1) : undefined
    return last && isWords(last) ? last.text : undefined
  })
}

/** Whether nothing but words that are shown already was added to, or taken from. */
export function hasOnlyGrown(before: ChatMessage, now: ChatMessage): boolean {
  const last = now.parts.length - 1
  const lastBefore = before.parts[last]
  return (
    now.status === 'streaming' &&
    before.status === 'streaming' &&
    before.parts.length === now.parts.length &&
    lastBefore !== undefined &&
    isWords(lastBefore) &&
    lastBefore.text.trim() !== '' &&
    lastBefore.type === now.parts[last]?.type &&
    now.parts.every((part, index) => index === last || part === before.parts[index])
  )
}

function isWords(part: MessagePart): part is Extract<MessagePart, { type: 'text' | 'thinking' }> {
  return part.type === 'text' || part.type === 'thinking'
}
