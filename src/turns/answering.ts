import type { AgentSession } from '../agents/agent.ts'
import type { Audit } from '../platform/store/audit.ts'
import type { ClientMessage } from '../protocol/chat.ts'
import { AppError } from '../system/errors.ts'
import type { Run } from './run.ts'

type Answer = Omit<Extract<ClientMessage, { type: 'user:answer' }>, 'type'>

/** Who decides, for the audit log. */
export interface Answerer {
  address: string
  device: string
}

export interface AnsweringDeps {
  runOf: (conversationId: string) => Run | undefined
  sessionOf: (conversationId: string) => AgentSession | undefined
  audit: Pick<Audit, 'record'>
}

/** Takes the owner's answers to questions and approvals of running turns: the first one counts. Throws `AppError`. */
export function createAnswering({ runOf, sessionOf, audit }: AnsweringDeps) {
  return ({ conversationId, questionId, answer, reason }: Answer, by?: Answerer): void => {
    const run = runOf(conversationId)
    const part = run
      ?.parts()
      .find(
        (each) =>
          (each.type === 'question' && each.question.id === questionId) ||
          (each.type === 'approval' && each.approval.id === questionId),
      )
    if (run === undefined || part === undefined)
      throw new AppError('not-found', 'This question is no longer open.')
    const answered = by && { answeredBy: by.device }
    const why = answer === 'deny' ? reason?.trim() || undefined : undefined
    if (part.type === 'question') {
      if (part.question.answer !== undefined) return
      run.add({ type: 'question', question: { ...part.question, answer, ...answered } })
    } else if (part.type === 'approval') {
      if (part.approval.decision !== undefined) return
      if (answer !== 'allow' && answer !== 'always' && answer !== 'deny')
        throw new AppError('invalid', 'An approval is answered with allow, always or deny.', {
          field: 'answer',
        })
      run.add({
        type: 'approval',
        approval: { ...part.approval, decision: answer, ...(why && { reason: why }), ...answered },
      })
      const { title, detail = '' } = part.approval
      audit.record({
        action: answer === 'deny' ? 'approval-denied' : 'approval-given',
        ...by,
        detail: `${title} ${detail} (${answer})`.slice(0, 500),
      })
    }
    sessionOf(conversationId)?.answer(questionId, answer, why)
  }
}
