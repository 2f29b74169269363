import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { checkProvider } from './check-provider.ts'
import { fakeServer } from './fake-server.test-kit.ts'

const apiKey = 'sk-ant-0123456789'
const messages = 'POST /v1/messages'
const message = { body: { type: 'message', content: [] } }
const apiError = (type: string, text: string) => ({ type: 'error', error: { type, message: text } })

async function checkCompatible(replies: Parameters<typeof fakeServer>[0], more = {}) {
  const { url, seen } = await fakeServer(replies)
  const answer = await checkProvider({ provider: 'compatible', model: 'm', baseUrl: url, apiKey, ...more })
  return { answer, seen, url }
}

describe('the test of a Messages API', () => {
  it('asks one model for one token, as the engine would', async () => {
    const { answer, seen } = await checkCompatible({ [messages]: message })
    expect(answer).toMatchObject({ isOk: true, code: 'ok' })
    expect(seen).toHaveLength(1)
    expect(seen[0]).toMatchObject({
      body: { model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'Hi' }] },
      headers: { 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
    })
  })

  it('sends a compatible server its key in both ways, and anyone else as x-api-key alone', async () => {
    const { seen } = await checkCompatible({ [messages]: message })
    expect(seen[0]?.headers).toMatchObject({ 'x-api-key': apiKey, authorization: `Bearer ${apiKey}` })
    const anthropic = await checkCompatible({ [messages]: message }, { provider: 'anthropic' })
    expect(anthropic.seen[0]?.headers['x-api-key']).toBe(apiKey)
    expect(anthropic.seen[0]?.headers.authorization).toBeUndefined()
  })

  it('of a server without keys sends a word as a token, as the engine does', async () => {
    const { seen } = await checkCompatible({ [messages]: message }, { apiKey: undefined })
    expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer none' })
    expect(seen[0]?.headers['x-api-key']).toBeUndefined()
  })

  it.each([
    [401, apiError('authentication_error', 'invalid x-api-key'), {}, 'bad-key', 'does not accept this key'],
    [403, apiError('permission_error', 'No access.'), {}, 'not-allowed', 'It says: “No access.”'],
    [400, apiError('invalid_request_error', 'Your credit balance is too low'), {}, 'no-credit', 'no credit'],
    [402, {}, {}, 'no-credit', 'no credit'],
    [404, apiError('not_found_error', 'model: m'), {}, 'model-not-found', 'no model named m'],
    [404, { error: { message: 'The model `m` does not exist.' } }, {}, 'model-not-found', 'Choose another'],
    [404, '<html>Not Found</html>', {}, 'provider-error', 'There is no Messages API at'],
    [405, '', {}, 'provider-error', 'There is no Messages API at'],
    [429, apiError('rate_limit_error', 'Slow.'), { 'retry-after': '30' }, 'rate-limit', 'Try again in 30 s.'],
    [429, {}, { 'retry-after': '3600' }, 'rate-limit', 'Try again in 60 minutes.'],
    [429, {}, {}, 'rate-limit', 'no more requests for now.'],
    [529, apiError('overloaded_error', 'Overloaded'), {}, 'overloaded', 'Try again in a minute.'],
    [503, 'busy', { 'retry-after': '5' }, 'overloaded', 'Try again in 5 s.'],
    [500, apiError('api_error', 'Oops'), {}, 'provider-error', 'a problem of its own (500). It says: “Oops”'],
    [400, { error: 'no such field' }, {}, 'bad-request', 'It says: “no such field”'],
    [302, '', { location: 'https://elsewhere.example/x' }, 'provider-error', 'to https://elsewhere.example.'],
    [200, '<html>Welcome</html>', {}, 'provider-error', 'Something else than a Messages API'],
    [200, { object: 'chat.completion' }, {}, 'provider-error', 'not as the Messages API does'],
  ])('says what %i %j means', async (status, body, headers, code, words) => {
    const { answer, seen } = await checkCompatible({ [messages]: { status, body, headers } })
    expect(answer).toMatchObject({ isOk: false, code })
    expect(answer.text).toContain(words)
    expect(seen).toHaveLength(1)
  })

  it('says that a key is missing where one is wanted', async () => {
    const { answer } = await checkCompatible({ [messages]: { status: 401 } }, { apiKey: undefined })
    expect(answer).toMatchObject({ code: 'no-key' })
    expect(answer.text).toContain('wants an API key')
  })

  it('never repeats the key, even when the server does', async () => {
    const body = apiError('invalid_request_error', `Bad header: ${apiKey}`)
    const { answer } = await checkCompatible({ [messages]: { status: 400, body } })
    expect(answer.text).toContain('Bad header: …')
    expect(answer.text).not.toContain(apiKey)
  })

  it('says what is missing before it asks', async () => {
    const none = { provider: 'compatible', model: '' } as const
    expect(await checkProvider(none)).toMatchObject({ isOk: false, code: 'unreachable' })
    expect(await checkProvider({ ...none, baseUrl: 'http://127.0.0.1:9' })).toMatchObject({
      code: 'model-not-found',
    })
    expect(await checkProvider({ provider: 'anthropic', model: '' })).toMatchObject({ code: 'no-key' })
    expect(await checkProvider({ provider: 'demo', model: '' })).toMatchObject({ isOk: true })
  })
})

describe('a server that is not there', () => {
  const check = (provider: 'ollama' | 'compatible', baseUrl: string) =>
    checkProvider({ provider, model: 'm', baseUrl, apiKey })

  async function unusedPort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    server.close()
    await once(server, 'close')
    return typeof address === 'object' && address ? address.port : 0
  }

  it('is told from one that is only not running', async () => {
    const url = `http://127.0.0.1:${await unusedPort()}`
    expect(await check('ollama', url)).toEqual({
      isOk: false,
      code: 'unreachable',
      text: `Nothing answers at ${url}. Is Ollama running? “ollama serve” starts it.`,
    })
    expect((await check('compatible', url)).text).toContain('Is the server running, and is the port right?')
    const unknown = await check('compatible', 'http://no-such-computer.invalid')
    expect(unknown).toMatchObject({ code: 'unreachable' })
    expect(unknown.text).toContain('no computer named no-such-computer.invalid')
  })

  it('is told from one that does not speak https', async () => {
    const { url } = await fakeServer({})
    expect((await check('compatible', url.replace('http:', 'https:'))).text).toContain('Try it with http://')
  })

  it('is told from one that hangs up', async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect((await check('compatible', `http://127.0.0.1:${port}`)).text).toContain('can’t be reached')
    server.close()
  })
})

describe('the test of a gateway to Anthropic', () => {
  const check = async (model: string, replies: Parameters<typeof fakeServer>[0]) => {
    const { url, seen } = await fakeServer(replies)
    const answer = await checkProvider({ provider: 'anthropic', model, baseUrl: url, apiKey })
    return { answer, asked: seen.map(({ what }) => what) }
  }

  it('asks the model where one is named, and for the list where not', async () => {
    const replies = { [messages]: message, 'GET /v1/models?limit=1': { body: { data: [] } } }
    expect((await check('claude-opus-5-5', replies)).asked).toEqual([messages])
    expect((await check('', replies)).asked).toEqual(['GET /v1/models?limit=1'])
    const { asked, answer } = await check('opus[1m]', replies)
    expect(asked).toEqual(['GET /v1/models?limit=1'])
    expect(answer.isOk).toBe(true)
  })
})

describe('the test of Ollama', () => {
  const version = { body: { version: '0.14.2' } }
  const show = (more = {}) => ({
    body: {
      capabilities: ['completion', 'tools'],
      model_info: { 'general.architecture': 'qwen3', 'qwen3.context_length': 262144 },
      ...more,
    },
  })
  const whole = {
    'GET /api/version': version,
    'GET /api/tags': { body: { models: [{ name: 'qwen3:8b' }] } },
    'POST /api/show': show(),
    'GET /api/ps': { body: { models: [] } },
  }
  const check = async (replies: Parameters<typeof fakeServer>[0], model = 'qwen3:8b') => {
    const { url } = await fakeServer(replies)
    return checkProvider({ provider: 'ollama', model, baseUrl: url })
  }

  it('praises a model with tools and tells how to give it room', async () => {
    const { isOk, text } = await check(whole)
    expect(isOk).toBe(true)
    expect(text).toContain('Ollama 0.14.2 answers, and qwen3:8b can use tools.')
    expect(text).toContain('OLLAMA_CONTEXT_LENGTH=65536')
    const loaded = (context_length: number) => ({
      ...whole,
      'GET /api/ps': { body: { models: [{ name: 'qwen3:8b', context_length }] } },
    })
    expect((await check(loaded(4096))).text).toContain('4096 tokens of context only')
    expect((await check(loaded(65_536))).text).not.toContain('context')
    const small = { 'general.architecture': 'x', 'x.context_length': 8192 }
    expect((await check({ ...whole, 'POST /api/show': show({ model_info: small }) })).text).toContain('8192')
  })

  it.each([
    [
      'it is another server',
      { ...whole, 'GET /api/version': { body: {} } },
      'provider-error',
      'is not Ollama',
    ],
    ['it is no API at all', {}, 'provider-error', 'it is not Ollama'],
    [
      'it is an API of another kind',
      { 'GET /api/version': { status: 404, body: apiError('not_found_error', 'Not found') } },
      'provider-error',
      'it is not Ollama',
    ],
    [
      'it is too old',
      { ...whole, 'GET /api/version': { body: { version: '0.12.11' } } },
      'provider-error',
      'Ollama 0.12.11 is too old',
    ],
    [
      'the model is missing',
      { ...whole, 'POST /api/show': { status: 404, body: { error: "model 'qwen3:8b' not found" } } },
      'model-not-found',
      '“ollama pull qwen3:8b”',
    ],
    [
      'the model has no tools',
      { ...whole, 'POST /api/show': show({ capabilities: ['completion'] }) },
      'bad-request',
      'qwen3:8b can’t use tools',
    ],
  ])('says that %s', async (_, replies, code, words) => {
    const answer = await check(replies)
    expect(answer).toMatchObject({ isOk: false, code })
    expect(answer.text).toContain(words)
  })

  it('says when no model is chosen, or there is none to choose', async () => {
    expect(await check(whole, '')).toMatchObject({
      code: 'model-not-found',
      text: expect.stringContaining('Choose'),
    })
    const empty = { ...whole, 'GET /api/tags': { body: { models: [] } } }
    expect((await check(empty, '')).text).toContain('“ollama pull qwen3-coder”')
  })
})
