import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from './script.ts'
import type { SeenRequest } from './seen-request.ts'

type ContentBlock =
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }

export interface Message {
  id: string
  content: ContentBlock[]
  stopReason: string
  usage: { input_tokens: number; output_tokens: number }
}

/** The whole answer of a step, with identifiers of its own and tokens counted. */
export function messageOf(answer: Answer, request: SeenRequest): Message {
  const tools =
    answer.tools ?? (answer.tool === undefined ? [] : [{ tool: answer.tool, input: answer.input ?? {} }])
  const content: ContentBlock[] = []
  if (answer.thinking) content.push({ type: 'thinking', thinking: answer.thinking, signature: 'c2lnbmVk' })
  if (answer.text) content.push({ type: 'text', text: answer.text.repeat(answer.repeat ?? 1) })
  for (const { tool, input } of tools) {
    content.push({ type: 'tool_use', id: `toolu_${newId()}`, name: tool, input })
  }
  return {
    id: `msg_${newId()}`,
    content,
    stopReason: answer.stopReason ?? (tools.length > 0 ? 'tool_use' : 'end_turn'),
    usage: {
      input_tokens: answer.usage?.inputTokens ?? request.inputTokens,
      output_tokens: answer.usage?.outputTokens ?? Math.ceil(JSON.stringify(content).length / 4),
    },
  }
}

function newId(): string {
  return randomUUID().replaceAll('-', '').slice(0, 24)
}

/** The body of an answer that is not streamed. */
export function messageBody(message: Message, model: string): object {
  const { id, content, stopReason, usage } = message
  return {
    ...emptyMessage(id, model),
    content,
    stop_reason: stopReason,
    usage: { ...usage, ...noCache },
  }
}

const noCache = { cache_creation_input_tokens: 0, cache_read_input_tokens: 0 }

function emptyMessage(id: string, model: string): object {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  }
}

/** The answer as server-sent events, as Anthropic documents their order; with `isCut` it lacks its end. */
export async function streamMessage(
  response: ServerResponse,
  message: Message,
  { model, delayMs = 0, isCut = false }: { model: string; delayMs?: number; isCut?: boolean },
): Promise<void> {
  const { usage } = message
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': `req_${newId()}`,
  })
  const send = (type: string, data: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`)
  send('message_start', {
    message: {
      ...emptyMessage(message.id, model),
      usage: { ...noCache, input_tokens: usage.input_tokens, output_tokens: 1 },
    },
  })
  send('ping', {})
  for (const [index, block] of message.content.entries()) {
    const deltas = deltasOf(block)
    send('content_block_start', { index, content_block: emptyBlock(block) })
    for (const delta of deltas) {
      if (delayMs > 0) await sleep(delayMs)
      if (response.destroyed) return
      send('content_block_delta', { index, delta })
    }
    if (!isCut) send('content_block_stop', { index })
  }
  if (isCut) return
  send('message_delta', {
    delta: { stop_reason: message.stopReason, stop_sequence: null },
    usage: { ...usage, ...noCache },
  })
  send('message_stop', {})
  response.end()
}

function emptyBlock(block: ContentBlock): object {
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' }
  if (block.type === 'text') return { type: 'text', text: '' }
  return { ...block, input: {} }
}

function deltasOf(block: ContentBlock): object[] {
  if (block.type === 'text') return pieces(block.text).map((text) => ({ type: 'text_delta', text }))
  if (block.type === 'thinking')
    return [
      ...pieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
      { type: 'signature_delta', signature: block.signature },
    ]
  return ['', ...slices(JSON.stringify(block.input), 40)].map((partial_json) => ({
    type: 'input_json_delta',
    partial_json,
  }))
}

/** Words, each with the space after it. */
function pieces(text: string): string[] {
  return text.match(/\s*\S+\s*/g) ?? [text]
}

function slices(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  )
}
