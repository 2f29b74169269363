import * as v from 'valibot'
import type { Tool } from './tool.ts'

const shortText = v.pipe(v.string(), v.trim(), v.minLength(1, 'Needs words'), v.maxLength(200))

const input = v.object({
  question: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'Needs words'),
    v.maxLength(2000, 'Must be at most 2000 characters'),
    v.description('One question, with what the owner needs to know to answer it'),
  ),
  options: v.optional(
    v.pipe(
      v.array(
        v.object({
          label: v.pipe(shortText, v.description('The answer, in one to five words')),
          description: v.optional(v.pipe(shortText, v.description('What choosing it means'))),
        }),
      ),
      v.maxLength(8, 'Must be at most 8'),
      v.description('Answers to choose from. The owner can always write another one instead'),
    ),
  ),
  multiple: v.optional(
    v.pipe(v.boolean(), v.description('Whether several options may be chosen; false unless told')),
  ),
})

/** Asks the owner something in the chat and waits for the answer. */
export function createAsk(): Tool<typeof input> {
  return {
    name: 'ask',
    description:
      'Asks your owner a question in the chat and waits, for as long as it takes, for the answer. Use it when you cannot go on ' +
      'well without a decision that is theirs; not for what you can find out or safely choose yourself.',
    kind: 'other',
    input,
    title: ({ question }) => `Ask: ${question}`,
    async run({ question, options = [], multiple }, context) {
      const answer = await context.ask({
        text: question,
        options: options.map(({ label, description }) => ({ label, ...(description && { description }) })),
        ...(multiple && { isMultiple: true }),
      })
      return `The owner answered: ${answer}`
    },
  }
}
