import type * as v from 'valibot'
import type { Question, ToolKind } from '../../protocol/turn-parts.ts'

/** What a tool knows of the turn that uses it. */
export interface ToolContext {
  conversationId: string
  /** Aborted when the turn is stopped. */
  signal: AbortSignal
  /** Shows a question in the chat and gives the owner's answer. Rejects in a scheduled turn, where nobody answers. */
  ask(question: Pick<Question, 'text' | 'options' | 'isMultiple'>): Promise<string>
}

/** One of Bloby's own tools, the same for every engine. */
export interface Tool<Input extends v.GenericSchema<unknown, object> = v.GenericSchema<unknown, object>> {
  /** `snake_case`, without a prefix. */
  readonly name: string
  /** Tells the model what it does and when to use it. */
  readonly description: string
  /** How the chat shows a call. */
  readonly kind: ToolKind
  /** Each field with `v.description`, since the model reads the JSON Schema of it. */
  readonly input: Input
  /** A call in a few words for the chat: "Search memory for “dentist”". */
  title(input: v.InferOutput<Input>): string
  /** Gives words for the model. What it throws is told to the model as an error. */
  run(input: v.InferOutput<Input>, context: ToolContext): Promise<string>
}
