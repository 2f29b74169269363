import { randomUUID } from 'node:crypto'
import type { Approval, PartUpdate, Question } from '../../protocol/turn-parts.ts'
import { plainWords } from '../extensions/trust.ts'

export interface Decision {
  decision: NonNullable<Approval['decision']>
  /** Why it was denied, in the owner's words. */
  reason?: string
}

interface Answer {
  text: string
  reason: string | undefined
}

/** What a wait for the owner ends with when the turn ends before the answer. */
export class Unanswered extends Error {
  constructor() {
    super('The turn ended before this was answered.')
    this.name = 'Unanswered'
  }
}

/** Questions and approvals of one session that wait for the owner, who answers them in the chat by their ids. */
export function createOwnerQuestions(emit: (update: PartUpdate) => void) {
  const waiting = new Map<string, { resolve: (answer: Answer) => void; reject: (reason: Error) => void }>()

  function wait(id: string, signal: AbortSignal): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const giveUp = () => reject(new Unanswered())
    waiting.set(id, { resolve, reject })
    if (signal.aborted) giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    return promise.finally(() => {
      waiting.delete(id)
      signal.removeEventListener('abort', giveUp)
    })
  }

  return {
    /** Gives the owner's words. Rejects with `Unanswered`. */
    async ask(
      question: Pick<Question, 'text' | 'options' | 'isMultiple'>,
      signal: AbortSignal,
    ): Promise<string> {
      const id = randomUUID()
      emit({ type: 'question', question: { id, ...question } })
      return (await wait(id, signal)).text
    },
    /** Gives the owner's decision on words that show what is invisible in them. Rejects with `Unanswered`. */
    async approve(
      request: Pick<Approval, 'title' | 'detail' | 'always'>,
      signal: AbortSignal,
    ): Promise<Decision> {
      const id = randomUUID()
      const title = plainWords(request.title)
      const detail = request.detail?.split('\n').map(plainWords).join('\n')
      emit({
        type: 'approval',
        approval: { id, title, ...(detail && { detail }), ...(request.always && { always: request.always }) },
      })
      const { text, reason } = await wait(id, signal)
      if (text === 'allow' || text === 'always') return { decision: text }
      return { decision: 'deny', ...(reason !== undefined && { reason }) }
    },
    answer(id: string, text: string, reason?: string): void {
      waiting.get(id)?.resolve({ text, reason })
    },
    isWaiting: () => waiting.size > 0,
    /** The turn is over: whoever waits gets `Unanswered`. */
    giveUp(): void {
      for (const { reject } of waiting.values()) reject(new Unanswered())
    },
  }
}
export type OwnerQuestions = ReturnType<typeof createOwnerQuestions>
