import { useEffect, useRef } from 'react'
import type { AnswerDraft } from '../../../protocol/chat.ts'
import { useChat } from '../../ui/chat-context.tsx'

export const emptyDraft: AnswerDraft = { text: '', chosen: [] }
/** So that a word costs one message, not one a letter. */
const pauseMs = 300

/** Gives what keeps an answer that is being written, and shows it on the other devices. */
export function useSharedDraft(questionId: string): (draft: AnswerDraft) => void {
  const chat = useChat()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  function share(draft: AnswerDraft) {
    const conversationId = chat.active.store.getState().conversation?.store.getState().id
    // Without a connection it stays here: nobody can answer then, on any device.
    if (conversationId === undefined || chat.connection.getState().state.kind !== 'online') return
    chat.tell({ type: 'user:answer-draft', conversationId, questionId, draft })
  }

  return (draft) => {
    chat.answerDrafts.setState(({ drafts }) => ({ drafts: new Map(drafts).set(questionId, draft) }))
    clearTimeout(timer.current)
    timer.current = setTimeout(() => share(draft), pauseMs)
  }
}
