import { expect, it } from 'vitest'
import type { MessagePart } from '../protocol/turn-parts.ts'
import { createAnswerDrafts } from './answer-drafts.ts'

function world() {
  const questions = new Map<string, string | undefined>([['q1', undefined]])
  const drafts = createAnswerDrafts({
    turns: {
      runningIn: (conversationId) =>
        conversationId === 'c1'
          ? { id: 't', messageId: 'm', startedAt: 0, parts: [...questions].map(partOf) }
          : null,
    },
  })
  const write = (text: string, questionId = 'q1', conversationId = 'c1') =>
    drafts.write({ type: 'user:answer-draft', conversationId, questionId, draft: { text, chosen: [] } })
  return { drafts, write, questions }
}

function partOf([id, answer]: [string, string | undefined]): MessagePart {
  return { type: 'question', question: { id, text: 'Which?', options: [], ...(answer && { answer }) } }
}

it('what is about to be answered is told to the others, and to who comes later', () => {
  const { drafts, write } = world()
  write('te')
  const told = write('teal')
  expect(told).toEqual({
    type: 'chat:answer-draft',
    conversationId: 'c1',
    questionId: 'q1',
    draft: { text: 'teal', chosen: [] },
  })
  expect(drafts.in('c1')).toEqual([told])
  expect(drafts.in('c2')).toEqual([])
})

it('it is gone once the question is answered, and a question that is not open has none', () => {
  const { drafts, write, questions } = world()
  write('teal')
  questions.set('q1', 'blue')
  expect(drafts.in('c1')).toEqual([])
  expect(write('green')).toBeUndefined()
  expect(write('x', 'unheard-of')).toBeUndefined()
  expect(write('x', 'q1', 'c2')).toBeUndefined()
})
