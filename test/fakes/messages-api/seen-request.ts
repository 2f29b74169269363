import * as v from 'valibot'

const block = v.looseObject({ type: v.string() })
type Block = v.InferOutput<typeof block>
const content = v.union([
  v.pipe(
    v.string(),
    v.transform((text): Block[] => [{ type: 'text', text }]),
  ),
  v.array(block),
])

/** The part of a request to `/v1/messages` that a fake looks at. */
export const messagesBody = v.looseObject({
  model: v.string(),
  max_tokens: v.number(),
  stream: v.optional(v.boolean(), false),
  system: v.optional(content, []),
  messages: v.array(v.looseObject({ role: v.string(), content })),
  tools: v.optional(v.array(v.looseObject({ name: v.string() })), []),
})
export type MessagesBody = v.InferOutput<typeof messagesBody>

/** What a program asks beside the turn itself. */
export type RequestKind = 'turn' | 'quota' | 'title' | 'compaction' | 'page' | 'side'

/** A request as a script sees it. */
export interface SeenRequest {
  kind: RequestKind
  model: string
  /** The last thing that the owner said; "Notification: …" when a task in the background made the program go on by itself. */
  prompt: string
  /** How many answers of the model came since. */
  answersSince: number
  cwd: string
  /** The parts of the prompt in words: "1 image (image/png, 70 bytes)". */
  seen: string
  /** What the tools of the last answer gave, as text. */
  result: string
  /** Names of the tools that the model may use. */
  tools: readonly string[]
  /** A guess: four characters make a token. */
  inputTokens: number
}

export function readRequest(body: MessagesBody): SeenRequest {
  const system = textOf(body.system)
  const kind = kindOf(body, system)
  // What asks for the summary is no prompt, and what was asked before belongs into the summary.
  const messages = kind === 'compaction' ? body.messages.slice(0, -1) : body.messages
  const { index, blocks } = lastPrompt(messages)
  const isAnswer = ({ role }: { role: string }) => role === 'assistant'
  const sinceAnswer = messages.slice(messages.findLastIndex(isAnswer) + 1)
  return {
    kind,
    model: body.model,
    prompt: textOf(blocks),
    answersSince: messages.slice(index + 1).filter(isAnswer).length,
    cwd: /working directory:?\s*`?(\/[^\s`]+)/i.exec(system + allText(body))?.[1] ?? '.',
    seen: describe(blocks),
    result: textOf(sinceAnswer.flatMap((message) => message.content.flatMap(resultOf))),
    tools: body.tools.map(({ name }) => name),
    inputTokens: Math.ceil(JSON.stringify([body.system, body.messages, body.tools]).length / 4),
  }
}

function lastPrompt(messages: MessagesBody['messages']): { index: number; blocks: Block[] } {
  const index = messages.findLastIndex((message) => promptBlocks(message).length > 0)
  const message = messages[index]
  return { index, blocks: message ? promptBlocks(message) : [] }
}

/** Said while a turn was running: it comes with the next results, as a reminder or a message of the role `system`. */
const followUp =
  /The user sent a new message while you were working:\n([\s\S]*?)\n\n(?:This is how|IMPORTANT)/
/** The program begins a turn by itself with it. */
const notification = /<task-notification>[\s\S]*<summary>([\s\S]*?)<\/summary>/
const interruption = /^\[Request interrupted by user/
/** The last text that Bloby puts into each prompt. */
const endOfPrompt = /^<sent-at>/
/** After a compaction this may be all that there is of the request that the turn goes on with. */
const summary = /^This session is being continued from a previous conversation/
const inSummary = /<last-request>([\s\S]*)<\/last-request>/
/** Texts that the program itself puts into messages of the owner. */
const ofProgram =
  /<(system-reminder|changed-since-your-last-turn|sent-at|local-command-caveat|local-command-stdout|command-name|command-message|command-args)>[\s\S]*?<\/\1>/g

/** What the owner said in a message: not results of tools, not what the program adds, not what was said before a turn was stopped. */
function promptBlocks({ role, content }: MessagesBody['messages'][number]): Block[] {
  const text = textOf(content)
  const said = followUp.exec(text)?.[1]
  if (said !== undefined) return [{ type: 'text', text: said }]
  if (role !== 'user') return []
  const blocks = content.slice(beginOfPrompt(content)).flatMap((each) => {
    if (each.type === 'tool_result') return []
    if (each.type !== 'text') return [each]
    const own = String(each.text).replace(ofProgram, '').trim()
    return own === '' || summary.test(own) ? [] : [{ ...each, text: own }]
  })
  if (blocks.length > 0 || content.some(({ type }) => type === 'tool_result')) return blocks
  const news = notification.exec(text)?.[1]
  if (news !== undefined) return [{ type: 'text', text: `Notification: ${news}` }]
  const request = inSummary.exec(text)?.[1]
  return request === undefined ? [] : [{ type: 'text', text: request }]
}

/** One message may hold several prompts: those whose turns were stopped or failed before a word was said come first. */
function beginOfPrompt(content: readonly Block[]): number {
  const indexesOf = (pattern: RegExp) =>
    content.flatMap((each, index) => (each.type === 'text' && pattern.test(String(each.text)) ? [index] : []))
  const lastStop = indexesOf(interruption).at(-1) ?? -1
  const endBefore = indexesOf(endOfPrompt).at(-2) ?? -1
  return Math.max(lastStop, endBefore) + 1
}

function resultOf(each: Block): Block[] {
  return each.type === 'tool_result' ? v.parse(v.optional(content, []), each.content) : []
}

function textOf(blocks: readonly Block[]): string {
  return blocks.flatMap((each) => (each.type === 'text' ? [String(each.text)] : [])).join('\n')
}

function allText(body: MessagesBody): string {
  return body.messages.map((message) => textOf(message.content)).join('\n')
}

/** A program asks small things beside the turn: they are known by what they say, as their tools and models change. */
function kindOf(body: MessagesBody, system: string): RequestKind {
  const last = textOf(body.messages.at(-1)?.content ?? [])
  if (body.max_tokens === 1) return 'quota'
  if (/create a detailed summary of/i.test(last)) return 'compaction'
  if (/^\s*Web page content:/.test(last)) return 'page'
  if (body.tools.length > 0) return 'turn'
  if (/\btitle\b/i.test(system)) return 'title'
  return /isNewTopic|command prefix|You are an? (?:agent|assistant) for|summar/i.test(system)
    ? 'side'
    : 'turn'
}

const source = v.looseObject({ media_type: v.string(), data: v.string() })

function describe(blocks: readonly Block[]): string {
  const counts = new Map<string, string[]>()
  for (const each of blocks) {
    if (each.type === 'text') continue
    const read = v.safeParse(source, each.source)
    const what = read.success
      ? `${read.output.media_type}, ${Buffer.from(read.output.data, 'base64').length} bytes`
      : 'no data'
    counts.set(each.type, [...(counts.get(each.type) ?? []), what])
  }
  if (counts.size === 0) return 'only text'
  return [...counts]
    .map(([type, found]) => `${found.length} ${type}${found.length > 1 ? 's' : ''} (${found.join('; ')})`)
    .join(' and ')
}
