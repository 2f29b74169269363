import * as v from 'valibot'
import type { Tool } from './tool.ts'

export interface Notification {
  conversationId: string
  title?: string
  text: string
}

const input = v.object({
  text: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, 'Needs words'),
    v.maxLength(2000, 'Must be at most 2000 characters'),
    v.description('What the owner should know, in one or two sentences'),
  ),
  title: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.maxLength(80, 'Must be at most 80 characters'),
      v.description('A few words'),
    ),
  ),
})

/** Tells the owner something on all devices. */
export function createNotify(deps: {
  notify: (notification: Notification) => Promise<void>
}): Tool<typeof input> {
  return {
    name: 'notify',
    description:
      'Shows a notice to your owner in the chat and keeps it there, and as a notification on devices that allow it. Use it for something ' +
      'they should know at once and did not just ask for. What you answer in a conversation is seen anyway: do not repeat it here.',
    kind: 'other',
    input,
    title: ({ title, text }) => `Notify: ${title || text}`,
    async run({ text, title }, { conversationId }) {
      await deps.notify({ conversationId, text, ...(title && { title }) })
      return 'Shown in the chat. It is kept there, so that the owner sees it when they come back.'
    },
  }
}
