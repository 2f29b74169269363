import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { audioTypeOf } from '../../src/platform/voice/audio-type.ts'

/** How OpenAI fails, by what it is about; `hang` never answers, `cut` breaks off, `page` is no API at all. */
export type TranscriptionFailure =
  | 'no-credit'
  | 'rate-limit'
  | 'too-long'
  | 'bad-audio'
  | 'server-error'
  | 'redirect'
  | 'page'
  | 'hang'
  | 'cut'

export interface RecordedTranscription {
  fileName: string
  mediaType: string
  bytes: Buffer
  model: string
}

export interface TranscriptionApi {
  /** Without `/v1`. */
  readonly url: string
  /** What was transcribed, in order. */
  readonly requests: readonly RecordedTranscription[]
  /** What the next requests hear: words, or a failure; the last one stays. */
  say(...answers: (string | { failure: TranscriptionFailure })[]): void
  /** Resolves when so many requests have come, answered or not. */
  asked(count: number): Promise<void>
  /** Lets those that hang go. */
  release(): void
  close(): Promise<void>
}

const refusals = {
  'no-credit': [429, 'You exceeded your current quota, please check your plan.', 'insufficient_quota'],
  'rate-limit': [429, 'Rate limit reached for gpt-4o-mini-transcribe.', 'rate_limit_exceeded'],
  'too-long': [
    400,
    'audio duration 1830.5 seconds is longer than 1400 seconds which is the maximum for this model',
    'invalid_value',
  ],
  'bad-audio': [400, 'Audio file might be corrupted or unsupported', 'invalid_value'],
  'server-error': [500, 'The server had an error while processing your request', null],
} as const

const takenKinds = /\.(flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/

/**
 * OpenAI's transcription API, `POST /v1/audio/transcriptions`, as
 * https://platform.openai.com/docs/api-reference/audio/createTranscription describes it: a Bearer key, a multipart body with `file`
 * and `model`, JSON back, and errors in its own shape.
 */
export async function createTranscriptionApi(
  options: { key?: string; models?: readonly string[]; port?: number } = {},
): Promise<TranscriptionApi> {
  const { key = 'sk-voice-fake-key-Zz9', models = ['gpt-4o-mini-transcribe', 'whisper-1'] } = options
  const requests: RecordedTranscription[] = []
  const hanging = new Set<ServerResponse>()
  let answers: (string | { failure: TranscriptionFailure })[] = ['Hello from the fake.']
  let count = 0
  let wake = Promise.withResolvers<void>()

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else refuse(response, 500, String(error))
    })
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request)
    count += 1
    wake.resolve()
    wake = Promise.withResolvers()
    if (request.method !== 'POST' || request.url !== '/v1/audio/transcriptions')
      return refuse(response, 404, `Invalid URL (${request.method} ${request.url})`)
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (given === undefined) return refuse(response, 401, "You didn't provide an API key.")
    if (given !== key)
      return refuse(response, 401, `Incorrect API key provided: ${given.slice(0, 8)}***.`, 'invalid_api_key')
    const form = await formOf(request, body)
    const file = form?.get('file')
    if (form === undefined || !(file instanceof File))
      return refuse(response, 400, "'file' is a required property")
    const model = String(form.get('model') ?? '')
    if (!models.includes(model))
      return refuse(
        response,
        404,
        `The model \`${model}\` does not exist or you do not have access to it.`,
        'model_not_found',
      )
    const bytes = Buffer.from(await file.arrayBuffer())
    if (bytes.length > 25 * 1024 * 1024)
      return refuse(response, 413, 'Maximum content size limit (26214400) exceeded')
    if (!takenKinds.test(file.name) || audioTypeOf(bytes) === undefined)
      return refuse(response, 400, "Invalid file format. Supported formats: ['flac', 'mp3', 'mp4', 'webm']")
    requests.push({ fileName: file.name, mediaType: file.type, bytes, model })
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (typeof answer === 'object') return fail(answer.failure, response)
    send(response, 200, {
      text: answer,
      usage: { type: 'tokens', input_tokens: 9, output_tokens: 4, total_tokens: 13 },
    })
  }

  function fail(failure: TranscriptionFailure, response: ServerResponse): void {
    if (failure === 'redirect') response.writeHead(307, { location: 'http://127.0.0.1:9/elsewhere' }).end()
    else if (failure === 'page') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>')
    else if (failure === 'cut') {
      response.writeHead(200, { 'content-length': '1000' }).write('{"text":')
      response.destroy()
    } else if (failure === 'hang') {
      hanging.add(response)
      response.once('close', () => hanging.delete(response))
    } else {
      if (failure === 'rate-limit') response.setHeader('retry-after', '7')
      const [status, message, code] = refusals[failure]
      refuse(response, status, message, code)
    }
  }

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    say(...next) {
      answers = next
    },
    async asked(wanted) {
      while (count < wanted) await wake.promise
    },
    release() {
      for (const response of hanging) send(response, 200, { text: 'Late words.' })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function read(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Undefined for a body that is no multipart form. */
async function formOf(request: IncomingMessage, body: Buffer<ArrayBuffer>): Promise<FormData | undefined> {
  const type = request.headers['content-type'] ?? ''
  if (!type.startsWith('multipart/form-data')) return undefined
  return await new Response(body, { headers: { 'content-type': type } }).formData().catch(() => undefined)
}

function refuse(response: ServerResponse, status: number, message: string, code: string | null = null): void {
  const type =
    status === 429 ? (code ?? 'requests') : status >= 500 ? 'server_error' : 'invalid_request_error'
  send(response, status, { error: { message, type, param: null, code } })
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
