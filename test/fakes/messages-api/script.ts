import * as v from 'valibot'
import type { SeenRequest } from './seen-request.ts'

const toolUse = v.strictObject({ tool: v.string(), input: v.optional(v.record(v.string(), v.unknown()), {}) })
const usage = v.strictObject({ inputTokens: v.optional(v.number()), outputTokens: v.optional(v.number()) })
const times = v.optional(v.number())

/** An answer of the model: thinking, then text, then tools. In all texts `{{name}}` is filled in; see `fillIn`. */
const answer = v.strictObject({
  thinking: v.optional(v.string()),
  text: v.optional(v.string()),
  /** One tool with its `input`, or several at once. */
  tool: v.optional(v.string()),
  input: v.optional(v.record(v.string(), v.unknown())),
  tools: v.optional(v.array(toolUse)),
  /** Before the first event. */
  waitMs: v.optional(v.number()),
  /** Between one piece of text and the next. */
  delayMs: v.optional(v.number()),
  /** How often the text comes again, for long ones. */
  repeat: v.optional(v.number()),
  /** Said instead of what was counted, to fill a context or to spend a budget. */
  usage: v.optional(usage),
  stopReason: v.optional(v.string()),
})

/** An error in Anthropic's shape. With `times` only that often: then the next step is answered, as a retry would see it. */
const failure = v.strictObject({
  error: v.number(),
  type: v.optional(v.string()),
  message: v.optional(v.string()),
  /** Seconds. */
  retryAfter: v.optional(v.number()),
  headers: v.optional(v.record(v.string(), v.string())),
  times,
})
/** A stream that says this and is cut off. */
const drop = v.strictObject({ drop: v.string(), times, delayMs: v.optional(v.number()) })
/** A stream that says this, if anything, and then nothing more until the client leaves. */
const hang = v.strictObject({ hang: v.string() })

export const step = v.union([
  v.pipe(
    v.string(),
    v.transform((text): Answer => ({ text })),
  ),
  failure,
  drop,
  hang,
  answer,
])
export type Answer = v.InferOutput<typeof answer>
export type Failure = v.InferOutput<typeof failure>
export type Drop = v.InferOutput<typeof drop>
export type Hang = v.InferOutput<typeof hang>
/** As scripts are written; a string is an answer with that text. */
export type Step = v.InferInput<typeof step>
/** As they are answered. */
export type ReadyStep = v.InferOutput<typeof step>

/** What is answered to a prompt: a step for each request, chosen by the first entry whose `when` is in the prompt. */
export interface ScriptEntry {
  when: RegExp | string
  steps: readonly Step[]
}

const defaultAnswer: ReadyStep = { text: 'All done.' }

/**
 * Chooses the step that a request is answered with, by its last prompt and the number of answers since: nothing is remembered between
 * requests, so that it is the same after a restart and in a resumed session. Only for failures that come a number of times it counts
 * how often the same was asked before: `asked`.
 */
export function chooseStep(entries: readonly ScriptEntry[], request: SeenRequest, asked: number): ReadyStep {
  const steps = inlineScript(request.prompt) ?? findEntry(entries, request.prompt)?.steps ?? []
  let answersBefore = 0
  let failuresBefore = 0
  for (const each of steps) {
    const ready = v.parse(step, each)
    if ('times' in ready && ready.times !== undefined) {
      if (answersBefore !== request.answersSince) continue
      failuresBefore += ready.times
      if (asked < failuresBefore) return ready
    } else if (answersBefore++ === request.answersSince) return ready
  }
  return defaultAnswer
}

function findEntry(entries: readonly ScriptEntry[], prompt: string): ScriptEntry | undefined {
  return entries.find(({ when }) =>
    typeof when === 'string' ? prompt.toLowerCase().includes(when.toLowerCase()) : when.test(prompt),
  )
}

/** A prompt that brings its own script. */
export function scriptOf(...steps: Step[]): string {
  return `script: ${JSON.stringify(steps)}`
}

/** The steps that a prompt brings itself: `script: [ … ]`, JSON, with any text before and after. */
export function inlineScript(prompt: string): Step[] | undefined {
  const found = /\bscript:\s*(?=\[)/i.exec(prompt)
  if (!found) return undefined
  const start = found.index + found[0].length
  const json = balancedPart(prompt.slice(start))
  try {
    return v.parse(v.pipe(v.string(), v.parseJson(), v.array(step)), json) as Step[]
  } catch (error) {
    return [`This script cannot be read: ${error instanceof Error ? error.message : error}\n${json}`]
  }
}

/** From the opening bracket to the one that closes it. */
function balancedPart(text: string): string {
  let depth = 0
  for (const token of text.matchAll(/"(?:\\.|[^"\\])*"|[[\]]/g)) {
    if (token[0] === '[') depth++
    else if (token[0] === ']' && --depth === 0) return text.slice(0, token.index + 1)
  }
  return text
}

/**
 * Fills in what a step cannot know: `{{cwd}}` the working folder that the request names, `{{seen}}` what the prompt consists of, such as
 * "1 image (image/png, 70 bytes)", `{{result}}` what the tools of the answer before gave, `{{prompt}}`, `{{model}}`, `{{tools}}`.
 */
export function fillIn<Value>(value: Value, request: SeenRequest): Value {
  if (typeof value === 'string')
    return value.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => words(request)[name] ?? whole) as Value
  if (Array.isArray(value)) return value.map((each) => fillIn(each, request)) as Value
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, fillIn(each, request)]),
    ) as Value
  return value
}

function words(request: SeenRequest): Record<string, string> {
  const { cwd, seen, result, prompt, model, tools } = request
  return { cwd, seen, result, prompt, model, tools: tools.join(', ') }
}
