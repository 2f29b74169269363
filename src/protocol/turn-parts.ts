import * as v from 'valibot'

/** What a tool does, after the Agent Client Protocol's tool kinds; the chat picks verb and icon by it. */
export const toolKind = v.picklist([
  'read',
  'edit',
  'delete',
  'move',
  'search',
  'execute',
  'think',
  'fetch',
  'other',
])
export type ToolKind = v.InferOutput<typeof toolKind>

export const toolStatus = v.picklist(['running', 'done', 'failed', 'stopped'])
export type ToolStatus = v.InferOutput<typeof toolStatus>

/** One changed file. `patch` is a unified diff without file headers: `@@` hunks, lines led by ` `, `+` or `-`. */
export const fileDiff = v.object({
  path: v.string(),
  added: v.number(),
  removed: v.number(),
  patch: v.string(),
})
export type FileDiff = v.InferOutput<typeof fileDiff>

/** A call of a tool as it is now. A later one with the same `id` replaces it. Paths are relative to the workspace. */
export const toolCall = v.object({
  id: v.string(),
  name: v.string(),
  kind: toolKind,
  title: v.string(),
  status: toolStatus,
  locations: v.array(v.object({ path: v.string(), line: v.optional(v.number()) })),
  diff: v.optional(fileDiff),
  output: v.optional(v.string()),
  /** The tool call of the subagent that made this one. */
  parentId: v.optional(v.string()),
})
export type ToolCall = v.InferOutput<typeof toolCall>

export const planEntry = v.object({
  title: v.string(),
  status: v.picklist(['pending', 'in-progress', 'done']),
})
export type PlanEntry = v.InferOutput<typeof planEntry>

/** A question of the agent's. `answer` is there once a device answered it: the first answer wins. */
export const question = v.object({
  id: v.string(),
  text: v.string(),
  options: v.array(v.object({ label: v.string(), description: v.optional(v.string()) })),
  isMultiple: v.optional(v.boolean()),
  answer: v.optional(v.string()),
  /** The device on which it was answered. */
  answeredBy: v.optional(v.string()),
})
export type Question = v.InferOutput<typeof question>

/** A request to do something outside the fence. */
export const approval = v.object({
  id: v.string(),
  title: v.string(),
  detail: v.optional(v.string()),
  /** A sentence that says what `always` allows beyond this once; without it there is only yes or no. */
  always: v.optional(v.string()),
  decision: v.optional(v.picklist(['allow', 'always', 'deny'])),
  /** Why it was denied, in the owner's words. */
  reason: v.optional(v.string()),
  answeredBy: v.optional(v.string()),
})
export type Approval = v.InferOutput<typeof approval>

/** What there is of a spoken message beside its sound. Its transcript is the text of the message. */
export const voice = v.object({
  durationMs: v.number(),
  /** How loud it was from its start to its end, each from 0 to 100. */
  peaks: v.pipe(v.array(v.number()), v.maxLength(100)),
  /** Why it has no transcript: no key, or a wrong one; something else that went wrong; nothing was said. */
  missing: v.optional(v.picklist(['key', 'failed', 'silent'])),
})
export type Voice = v.InferOutput<typeof voice>

/** A file that the owner sent. `path` is relative to the workspace; `size` in bytes. */
export const sentFile = v.object({
  id: v.string(),
  name: v.string(),
  mediaType: v.string(),
  size: v.number(),
  path: v.string(),
  voice: v.optional(voice),
})
export type SentFile = v.InferOutput<typeof sentFile>

/** What the owner can do about an error; the chat makes a button of it. */
export const errorAction = v.picklist(['continue', 'retry', 'connect-provider', 'open-settings', 'show-logs'])
export type ErrorAction = v.InferOutput<typeof errorAction>

export const notice = v.object({
  level: v.picklist(['info', 'error']),
  code: v.string(),
  text: v.string(),
  action: v.optional(errorAction),
})
export type Notice = v.InferOutput<typeof notice>

/** The pieces of a message, in the order in which they came. Only the owner's have files, and nothing else. */
export const messagePart = v.variant('type', [
  v.object({ type: v.literal('text'), text: v.string() }),
  v.object({ type: v.literal('thinking'), text: v.string() }),
  v.object({ type: v.literal('tool'), tool: toolCall }),
  v.object({ type: v.literal('plan'), entries: v.array(planEntry) }),
  v.object({ type: v.literal('question'), question }),
  v.object({ type: v.literal('approval'), approval }),
  v.object({ type: v.literal('notice'), notice }),
  v.object({ type: v.literal('file'), file: sentFile }),
])
export type MessagePart = v.InferOutput<typeof messagePart>

/** What the agent adds to its answer. Engines emit these; the record, the wire and the chat all speak them. */
export type PartUpdate =
  | { type: 'text'; text: string }
  | { type: 'thinking'; text: string }
  | { type: 'tool'; tool: ToolCall }
  | { type: 'plan'; entries: PlanEntry[] }
  | { type: 'question'; question: Question }
  | { type: 'approval'; approval: Approval }
  | { type: 'notice'; notice: Notice }
  /**
   * Takes back what was said last: so many characters of text and thinking (as JavaScript counts them), and tool calls that never
   * ran. A stream from a model can break off, and its answer then begins anew.
   */
  | { type: 'retract'; characters: number; toolIds: string[] }

/**
 * Adds an update to the parts of a message and gives the new parts; the old array is left as it was.
 * Text joins the text before it; a tool call, question or approval with a known id replaces the earlier one;
 * there is one plan; what is retracted is gone. The server's record and the chat's state both use this, so that they cannot differ.
 */
export function applyPartUpdate(parts: readonly MessagePart[], update: PartUpdate): MessagePart[] {
  const last = parts.at(-1)
  switch (update.type) {
    case 'text':
    case 'thinking':
      return last?.type === update.type
        ? [...parts.slice(0, -1), { ...last, text: last.text + update.text }]
        : [...parts, update]
    case 'plan':
      return replaceOrAdd(parts, update, (part) => part.type === 'plan')
    case 'tool':
      return replaceOrAdd(parts, update, (part) => part.type === 'tool' && part.tool.id === update.tool.id)
    case 'question':
      return replaceOrAdd(
        parts,
        update,
        (part) => part.type === 'question' && part.question.id === update.question.id,
      )
    case 'approval':
      return replaceOrAdd(
        parts,
        update,
        (part) => part.type === 'approval' && part.approval.id === update.approval.id,
      )
    case 'notice':
      return [...parts, update]
    case 'retract':
      return withoutLast(parts, update.characters, update.toolIds)
  }
}

/** Whether the agent waits for the owner's word: a question or an approval is open. */
export function hasOpenQuestion(parts: readonly MessagePart[]): boolean {
  return parts.some(
    (part) =>
      (part.type === 'question' && part.question.answer === undefined) ||
      (part.type === 'approval' && part.approval.decision === undefined),
  )
}

/** The words of an answer alone, as `content` of its message: text parts joined by blank lines. */
export function textOfParts(parts: readonly MessagePart[]): string {
  return parts
    .flatMap((part) => (part.type === 'text' ? [part.text.trim()] : []))
    .filter((text) => text !== '')
    .join('\n\n')
}

function withoutLast(
  parts: readonly MessagePart[],
  characters: number,
  toolIds: readonly string[],
): MessagePart[] {
  let left = characters
  const kept = parts.toReversed().flatMap((part): MessagePart[] => {
    if (part.type === 'tool') return toolIds.includes(part.tool.id) ? [] : [part]
    if (left === 0 || (part.type !== 'text' && part.type !== 'thinking')) return [part]
    const text = part.text.slice(0, Math.max(0, part.text.length - left))
    left -= part.text.length - text.length
    return text === '' ? [] : [{ ...part, text }]
  })
  return kept.reverse()
}

function replaceOrAdd(
  parts: readonly MessagePart[],
  part: MessagePart,
  isSame: (part: MessagePart) => boolean,
): MessagePart[] {
  const index = parts.findIndex(isSame)
  return index === -1 ? [...parts, part] : parts.with(index, part)
}
