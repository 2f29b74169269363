import * as v from 'valibot'
import { id } from './id.ts'

/** Owner messages are longer than this only by mistake; the composer says so before it sends. */
export const maxContentLength = 200_000

const waiting = { conversationId: id, messageId: id }

/** What the owner does with messages that wait for their turn. A `bot:error` with code `conflict`: the agent was faster. */
export const queueMessages = [
  /** Takes it back. */
  v.object({ type: v.literal('user:withdraw'), ...waiting }),
  v.object({
    type: v.literal('user:edit'),
    ...waiting,
    content: v.pipe(v.string(), v.maxLength(maxContentLength)),
  }),
  /** Those that are not named come after them. */
  v.object({
    type: v.literal('user:reorder'),
    conversationId: id,
    messageIds: v.pipe(v.array(id), v.maxLength(1000)),
  }),
  /** Stops what runs, so that this one is taken next. */
  v.object({ type: v.literal('user:send-now'), ...waiting }),
] as const
