import * as v from 'valibot'

/** Bodies and answers of `/api/memory`: the plain files that the agent knows things by. */

/** The files that the owner may change here; the daily notes are the agent's own record. */
export const editableMemoryFiles = ['MYSELF.md', 'MYHUMAN.md', 'MEMORY.md'] as const
export const maxMemoryBytes = 256 * 1024

const listedFile = v.object({
  /** `MEMORY.md`, or `2026-11-21.md` of a daily note. */
  name: v.string(),
  isEditable: v.boolean(),
  /** Both 0 for one that is not there yet. `changedAt`: ms since 1970. */
  sizeBytes: v.number(),
  changedAt: v.number(),
})
/** `GET /api/memory`: the files that can be changed, then the daily notes, the newest first. */
export const memoryAnswer = v.object({
  files: v.array(listedFile),
  notes: v.array(listedFile),
  /** How many older notes are left out. */
  olderNotes: v.number(),
})
export type MemoryAnswer = v.InferOutput<typeof memoryAnswer>
export type ListedMemoryFile = v.InferOutput<typeof listedFile>

/** `GET /api/memory/:name`, and the answer to a change. */
export const memoryFileAnswer = v.object({
  ...listedFile.entries,
  text: v.string(),
  /** Of this text; a change says which one it was made from. Empty while there is no file. */
  version: v.string(),
})
export type MemoryFileAnswer = v.InferOutput<typeof memoryFileAnswer>

/** `PUT /api/memory/:name`. When the file has another version by now it is left alone: `conflict`. */
export const memoryFileBody = v.strictObject({
  text: v.pipe(v.string(), v.maxBytes(maxMemoryBytes, `must be at most ${maxMemoryBytes / 1024} KB`)),
  version: v.pipe(v.string(), v.maxLength(100)),
})
