import type { AnswerDraft, ClientMessage, ServerMessage } from '../protocol/chat.ts'
import type { Turns } from '../turns/turns.ts'

type Written = Extract<ClientMessage, { type: 'user:answer-draft' }>
type Shown = Extract<ServerMessage, { type: 'chat:answer-draft' }>

/**
 * What the owner is about to answer on one device, for the others. It is kept for as long as the question is open, and in memory
 * alone: a question does not outlive the supervisor either.
 */
export function createAnswerDrafts({ turns }: { turns: Pick<Turns, 'runningIn'> }) {
  const drafts = new Map<string, { conversationId: string; draft: AnswerDraft }>()

  function isOpen(conversationId: string, questionId: string): boolean {
    const parts = turns.runningIn(conversationId)?.parts ?? []
    return parts.some(
      (part) =>
        part.type === 'question' && part.question.id === questionId && part.question.answer === undefined,
    )
  }

  return {
    /** Takes what was written, and gives what the other devices are told; undefined when the question is open no more. */
    write({ conversationId, questionId, draft }: Written): Shown | undefined {
      for (const [id, kept] of drafts) if (!isOpen(kept.conversationId, id)) drafts.delete(id)
      if (!isOpen(conversationId, questionId)) return undefined
      drafts.set(questionId, { conversationId, draft })
      return { type: 'chat:answer-draft', conversationId, questionId, draft }
    },
    /** For a device that opens the conversation. */
    in: (conversationId: string): Shown[] =>
      [...drafts]
        .filter(([id, kept]) => kept.conversationId === conversationId && isOpen(conversationId, id))
        .map(([questionId, { draft }]) => ({
          type: 'chat:answer-draft',
          conversationId,
          questionId,
          draft,
        })),
  }
}
