import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { messageBody, messageOf, streamMessage } from './messages-api/answer-stream.ts'
import { sendApiError } from './messages-api/api-error.ts'
import { defaultScript } from './messages-api/default-script.ts'
import { ollamaAnswer } from './messages-api/ollama-answers.ts'
import { chooseStep, fillIn, type ReadyStep, type ScriptEntry } from './messages-api/script.ts'
import { messagesBody, readRequest, type SeenRequest } from './messages-api/seen-request.ts'
import { sideAnswer } from './messages-api/side-answer.ts'

export interface RecordedRequest {
  method: string
  /** With its query. */
  path: string
  headers: IncomingHttpHeaders
  /** Parsed JSON, or undefined when there was none. */
  body: unknown
  /** How a script saw it; only of `/v1/messages`. */
  seen?: SeenRequest
  /** ms since 1970. */
  at: number
}

export interface MessagesApiOptions {
  port?: number
  /** Whose answers beside `/v1/messages` it gives: Ollama's list of models and more, or a plain compatible server's. */
  plays?: 'anthropic' | 'ollama' | 'compatible'
  /** The only `x-api-key` that is let in; without one everybody is. */
  requiredKey?: string
  /** The only `Authorization: Bearer` that is let in. */
  requiredToken?: string
  /** What may be asked; any other is answered with 404. A name with a date or variant after it counts too. */
  models?: readonly string[]
  /** Looked at before the default script. */
  script?: readonly ScriptEntry[]
}

export interface MessagesApi {
  /** Without `/v1`. */
  readonly url: string
  readonly port: number
  /** Everything that was asked, in order. */
  readonly requests: readonly RecordedRequest[]
  /** The requests of turns: not what the program asks beside them. */
  readonly turns: readonly (RecordedRequest & { seen: SeenRequest })[]
  /** The first request, of those made and those to come, for which `isIt` holds. */
  request(isIt: (request: RecordedRequest) => boolean): Promise<RecordedRequest>
  /** Ends all answers, the hanging ones too. */
  close(): Promise<void>
}

const modelsOf = {
  anthropic: [
    'claude-opus-5-5',
    'claude-sonnet-5-5',
    'claude-haiku-5-5',
    'claude-fable-5-2',
    'claude-opus-4-5',
    'claude-sonnet-4-5',
    'claude-haiku-4-5',
  ],
  ollama: ['qwen3:8b', 'gpt-oss:20b'],
  compatible: ['local-model'],
}

/**
 * A model server that answers from a script, for the real engine to run against: Anthropic's Messages API, and Ollama's own paths where
 * it plays Ollama. The step is chosen by the request alone; see `chooseStep`.
 */
export async function createMessagesApi(options: MessagesApiOptions = {}): Promise<MessagesApi> {
  const plays = options.plays ?? 'anthropic'
  const models = options.models ?? modelsOf[plays]
  const script = [...(options.script ?? []), ...defaultScript]
  const requests: RecordedRequest[] = []
  let wake = Promise.withResolvers<void>()

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendApiError(response, { error: 500, message: String(error) })
      else response.destroy()
    })
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const recorded: RecordedRequest = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: await readJson(request),
      at: Date.now(),
    }
    requests.push(recorded)
    const parsed = v.safeParse(messagesBody, recorded.body)
    const { pathname } = new URL(recorded.path, 'http://localhost')
    if (parsed.success && pathname === '/v1/messages') recorded.seen = readRequest(parsed.output)
    wake.resolve()
    wake = Promise.withResolvers()
    await answer(recorded, pathname, parsed.success && parsed.output.stream, response)
  }

  async function answer(
    recorded: RecordedRequest,
    pathname: string,
    isStream: boolean,
    response: ServerResponse,
  ): Promise<void> {
    const known = plays === 'ollama' ? ollamaAnswer(pathname, recorded.body, models) : undefined
    if (known) return sendJson(response, known.status, known.body)
    if (!pathname.startsWith('/v1/') || recorded.method === 'HEAD')
      return sendApiError(response, { error: 404 })
    if (!isLetIn(recorded.headers)) return sendApiError(response, { error: 401, ...noToken })
    if (pathname === '/v1/models' && recorded.method === 'GET')
      return sendJson(response, 200, modelList(models))
    if (recorded.method !== 'POST') return sendApiError(response, { error: 404 })
    if (pathname === '/v1/messages/count_tokens') return countTokens(recorded.body, response)
    if (pathname !== '/v1/messages') return sendApiError(response, { error: 404 })
    if (!recorded.seen) return sendApiError(response, { error: 400, message: 'messages: Field required' })
    if (!models.some((name) => recorded.seen?.model === name || recorded.seen?.model.startsWith(`${name}-`)))
      return sendApiError(response, { error: 404, message: modelNotFound(recorded.seen.model) })
    await play(stepFor(recorded, recorded.seen), recorded.seen, isStream, response)
  }

  const noToken =
    options.requiredToken === undefined
      ? {}
      : { message: 'Invalid bearer token', type: 'authentication_error' }

  function isLetIn(headers: IncomingHttpHeaders): boolean {
    const { requiredKey, requiredToken } = options
    if (requiredKey === undefined && requiredToken === undefined) return true
    return (
      (requiredKey !== undefined && headers['x-api-key'] === requiredKey) ||
      (requiredToken !== undefined && headers.authorization === `Bearer ${requiredToken}`)
    )
  }

  function modelNotFound(model: string): string {
    return plays === 'ollama' ? `model '${model}' not found` : `model: ${model}`
  }

  function stepFor(recorded: RecordedRequest, seen: SeenRequest): ReadyStep {
    const aside = sideAnswer(seen)
    if (aside) return aside
    const asked = requests.filter(
      (each) =>
        each !== recorded &&
        each.seen?.kind === 'turn' &&
        each.seen.prompt === seen.prompt &&
        each.seen.answersSince === seen.answersSince,
    ).length
    return fillIn(chooseStep(script, seen, asked), seen)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    get turns() {
      return requests.filter(
        (each): each is RecordedRequest & { seen: SeenRequest } => each.seen?.kind === 'turn',
      )
    },
    async request(isIt) {
      for (;;) {
        const found = requests.find(isIt)
        if (found) return found
        await wake.promise
      }
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

async function play(
  step: ReadyStep,
  seen: SeenRequest,
  isStream: boolean,
  response: ServerResponse,
): Promise<void> {
  if ('error' in step) return sendApiError(response, step)
  if ('drop' in step || 'hang' in step) {
    const message = messageOf({ text: 'drop' in step ? step.drop : step.hang }, seen)
    if (isStream) await streamMessage(response, message, { model: seen.model, isCut: true, ...paceOf(step) })
    // What was written must reach the program before the connection is gone.
    if ('drop' in step) setTimeout(() => response.destroy(), 50)
    return
  }
  if (step.waitMs) await sleep(step.waitMs)
  const message = messageOf(step, seen)
  if (isStream) await streamMessage(response, message, { model: seen.model, ...paceOf(step) })
  else sendJson(response, 200, messageBody(message, seen.model))
}

function paceOf(step: ReadyStep): { delayMs?: number } {
  return 'delayMs' in step && step.delayMs !== undefined ? { delayMs: step.delayMs } : {}
}

function countTokens(body: unknown, response: ServerResponse): void {
  sendJson(response, 200, { input_tokens: Math.ceil(JSON.stringify(body ?? '').length / 4) })
}

function modelList(models: readonly string[]): object {
  return {
    data: models.map((id) => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' })),
    has_more: false,
    first_id: models[0] ?? null,
    last_id: models.at(-1) ?? null,
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, plays: { type: 'string' }, key: { type: 'string' } },
  })
  const plays = v.parse(
    v.optional(v.picklist(['anthropic', 'ollama', 'compatible']), 'anthropic'),
    values.plays,
  )
  const api = await createMessagesApi({
    plays,
    ...(values.port !== undefined && { port: Number(values.port) }),
    ...(values.key !== undefined && { requiredKey: values.key }),
  })
  console.log(api.url)
}
