import * as v from 'valibot'

/** A message of the owner's in whose place something else was said too. `variants` are in the order in which they were said. */
export const branchPlace = v.object({
  /** In the conversation that was asked about. */
  messageId: v.string(),
  /** Of that message in `variants`. */
  index: v.number(),
  /** Where each can be read. */
  variants: v.array(v.object({ conversationId: v.string(), messageId: v.string() })),
})
export type BranchPlace = v.InferOutput<typeof branchPlace>

/** `GET /api/conversations/:id/branches` */
export const branchesAnswer = v.object({ places: v.array(branchPlace) })

/** `DELETE /api/conversations/:id?scope=` → the ids of what was deleted, for `POST /api/conversations/:id/restore` each. */
export const deletedAnswer = v.object({ deleted: v.array(v.string()) })
