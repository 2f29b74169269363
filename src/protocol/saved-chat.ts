import * as v from 'valibot'

/**
 * What the chat leaves on the device for the offline page, in `localStorage` under this key. It goes when the owner signs out.
 * Times are ms since 1970.
 */
export const savedChatKey = 'bloby_saved'

export const savedChat = v.object({
  /** That of the page, such as `pt`. */
  language: v.optional(v.string()),
  /** When Bloby was reached last. */
  seenAt: v.number(),
  /** Messages that are kept on this device until they can be sent. */
  unsent: v.number(),
  /** The newest of the conversation that was open, oldest first, as plain text. */
  messages: v.array(v.object({ role: v.picklist(['user', 'assistant']), text: v.string(), at: v.number() })),
})
export type SavedChat = v.InferOutput<typeof savedChat>
