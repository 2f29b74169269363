import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { SettingsBody } from '../../src/protocol/settings.ts'
import { type Step, scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi, type MessagesApiOptions } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { changeSettings, type ProgramWithClaude, say, startWithClaude } from './engine.ts'

interface SentBody {
  model: string
  max_tokens: number
  system: { text: string }[]
  messages: { role: string; content: { type: string; text?: string }[] }[]
  tools: { name: string }[]
  output_config?: { effort?: string }
}

const key = 'sk-of-a-compatible-server'
let first: MessagesApi
let started: ProgramWithClaude
let device: ChatDevice
beforeAll(async () => {
  first = await createMessagesApi()
  started = await startWithClaude({ api: first })
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
})
afterAll(async () => {
  await started?.program.dispose()
  await first?.close()
})

/** Lets the program ask a server of its own kind, in a conversation of its own. */
async function withServer(
  options: MessagesApiOptions,
  settings: SettingsBody,
  run: (server: MessagesApi, ask: (...steps: Step[]) => ReturnType<typeof say>) => Promise<void>,
): Promise<void> {
  const server = await createMessagesApi(options)
  const conversationId = crypto.randomUUID()
  try {
    await changeSettings(started.api, { baseUrl: server.url, ...settings })
    await run(server, (...steps) => say(device, scriptOf(...steps), { conversationId }))
  } finally {
    await server.close()
  }
}

const bodiesOf = ({ turns }: MessagesApi) => turns.map(({ body }) => body as SentBody)
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

async function post<Answer>(path: string, body: object): Promise<Answer> {
  return (await (await started.api.fetch(path, { method: 'POST', body })).json()) as Answer
}
const testOf = (body: object) =>
  post<{ isOk: boolean; code: string; text: string }>('/api/providers/test', body)
const modelsOf = (body: object) =>
  post<{ models: { id: string; name?: string; contextTokens?: number }[]; advice?: string }>(
    '/api/providers/models',
    body,
  )

it('asks Ollama as its page says, with a prompt and tools that a small model can hold', async () => {
  const settings = { provider: 'ollama', model: 'qwen3:8b' } as const
  await withServer({ plays: 'ollama' }, settings, async (server, ask) => {
    const done = await ask(
      { tool: 'Write', input: { file_path: '{{cwd}}/files/local.md', content: 'Hello.\n' } },
      { tool: 'Bash', input: { command: 'cat files/local.md', description: 'Show it' } },
      'It says: {{result}}',
    )
    expect(done.message.content).toContain('It says: Hello.')
    await ask('Once more.')

    expect(server.requests.length).toBeGreaterThanOrEqual(4)
    for (const { path, headers, body } of server.requests) {
      expect(path).toMatch(/^\/v1\/messages(\?beta=true)?$/)
      expect(headers.authorization).toBe('Bearer ollama')
      expect(headers['x-api-key'] ?? '').toBe('')
      expect((body as SentBody).model).toBe('qwen3:8b')
    }
    console.log(
      bodiesOf(server).map(({ system, tools, messages }) =>
        [bytesOf(system), bytesOf(tools), bytesOf(messages[0]), tools.map((t) => [t.name, bytesOf(t)])].join(
          ' ',
        ),
      ),
    )
    for (const { max_tokens, system, messages, tools } of bodiesOf(server)) {
      expect(max_tokens).toBe(8192)
      expect(system.some(({ text }) => text.includes('billing-header'))).toBe(false)
      expect(bytesOf(system)).toBeLessThan(8000)
      expect(bytesOf(tools)).toBeLessThan(24_000)
      expect(bytesOf(messages[0])).toBeLessThan(14_000)
      // A system message after the first is refused by some versions of every server, and by the templates of many models.
      expect(new Set(messages.map(({ role }) => role))).toEqual(
        new Set(['user', ...(messages.length > 1 ? ['assistant'] : [])]),
      )
    }
    expect(
      bodiesOf(server)[0]
        ?.tools.map(({ name }) => name)
        .filter((name) => !name.startsWith('mcp__')),
    ).toEqual(expect.arrayContaining(['Bash', 'Edit', 'Read', 'Write']))
  })
})

it('gives Ollama no document blocks, which it would drop without a word', async () => {
  const settings = { provider: 'ollama', model: 'qwen3:8b' } as const
  await withServer({ plays: 'ollama' }, settings, async (server) => {
    const conversationId = crypto.randomUUID()
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type /Page>>endobj\n%%EOF\n').toString('base64')
    device.send({
      type: 'user:message',
      id: crypto.randomUUID(),
      conversationId,
      isNewConversation: true,
      content: scriptOf('{{seen}}'),
      attachments: [{ name: 'letter.pdf', mediaType: 'application/pdf', data: pdf }],
    })
    const { message } = await device.next('bot:response', (each) => each.conversationId === conversationId)
    expect(message.content).toBe('only text')
    const content = bodiesOf(server).flatMap(({ messages }) => messages.flatMap((each) => each.content))
    expect(content.map(({ type }) => type)).not.toContain('document')
    expect(content.map(({ text }) => text).join('\n')).toMatch(/- files\/\S+letter\.pdf \(“letter\.pdf”/)
  })
})

it('says how to get a model that Ollama does not have', async () => {
  await withServer({ plays: 'ollama' }, { provider: 'ollama', model: 'llama9' }, async (_, ask) => {
    const { message, status } = await ask('Never said.')
    expect(status).toBe('failed')
    expect(JSON.stringify(message.parts)).toContain('ollama pull llama9')
  })
})

const compatible = { provider: 'compatible', model: 'local-model' } as const

it('asks a compatible server without a key with a word as a token', async () => {
  await withServer({ plays: 'compatible' }, { ...compatible, apiKey: null }, async (server, ask) => {
    expect((await ask('I am {{model}}.')).message.content).toBe('I am local-model.')
    for (const { headers } of server.requests) {
      expect(headers.authorization).toBe('Bearer none')
      expect(headers['x-api-key'] ?? '').toBe('')
    }
  })
})

it.each([
  ['x-api-key', { requiredKey: key }],
  ['a Bearer token', { requiredToken: key }],
])('gives a compatible server its key as %s, and keeps it from commands', async (_, required) => {
  await withServer(
    { plays: 'compatible', ...required },
    { ...compatible, apiKey: key },
    async (server, ask) => {
      const keys = join(started.program.home, 'engines', 'keys')
      const { message } = await ask(
        {
          tool: 'Bash',
          input: {
            command: `env; cat '${keys}'/*; cat /proc/[0-9]*/environ | tr '\\0' '\\n'; ls '${keys}'; echo the end`,
            description: 'Look for the key',
          },
        },
        'Found: {{result}}',
      )
      expect(message.content).toContain('the end')
      expect(JSON.stringify(message)).not.toContain(key)
      const [name = ''] = readdirSync(keys)
      expect(JSON.stringify(message)).not.toContain(name)
      const read = await ask({ tool: 'Read', input: { file_path: join(keys, name) } }, 'Told: {{result}}')
      expect(read.message.content).toContain('Told: ')
      expect(JSON.stringify(server.turns.map(({ body }) => body))).not.toContain(key)
      for (const { headers } of server.requests)
        expect(headers).toMatchObject({ 'x-api-key': key, authorization: `Bearer ${key}` })
    },
  )
})

it('says that a compatible server does not accept the key', async () => {
  const settings = { ...compatible, apiKey: 'sk-another-key' }
  await withServer({ plays: 'compatible', requiredToken: key }, settings, async (_, ask) => {
    const { message, status } = await ask('Never said.')
    expect(status).toBe('failed')
    expect(JSON.stringify(message.parts)).toContain('does not accept the API key')
    expect(await testOf({ provider: 'compatible' })).toMatchObject({ isOk: false, code: 'bad-key' })
  })
})

it('tests each provider and lists its models', async () => {
  await withServer({ requiredKey: key }, { provider: 'anthropic', apiKey: key }, async () => {
    expect(await testOf({ provider: 'anthropic', model: 'claude-opus-5-5' })).toMatchObject({ isOk: true })
    expect(await testOf({ provider: 'anthropic', model: 'claude-none' })).toMatchObject({
      code: 'model-not-found',
    })
    const { models } = await modelsOf({ provider: 'anthropic' })
    expect(models.map(({ id }) => id)).toContain('claude-sonnet-5-5')
  })
  await withServer({ plays: 'ollama' }, { provider: 'ollama', model: 'qwen3:8b' }, async () => {
    expect(await testOf({ provider: 'ollama' })).toMatchObject({
      isOk: true,
      text: expect.stringContaining('OLLAMA_CONTEXT_LENGTH'),
    })
    expect(await testOf({ provider: 'ollama', model: 'llama9' })).toMatchObject({
      code: 'model-not-found',
      text: expect.stringContaining('ollama pull llama9'),
    })
    expect((await modelsOf({ provider: 'ollama' })).models).toEqual([
      { id: 'qwen3:8b', contextTokens: 40_960 },
      { id: 'gpt-oss:20b', contextTokens: 40_960 },
    ])
  })
  const server = { plays: 'compatible', requiredToken: key } as const
  await withServer(server, { ...compatible, apiKey: key }, async () => {
    expect(await testOf({ provider: 'compatible' })).toMatchObject({ isOk: true, code: 'ok' })
    expect((await modelsOf({ provider: 'compatible' })).models).toEqual([{ id: 'local-model' }])
  })
  expect(await testOf({ provider: 'compatible' })).toMatchObject({ isOk: false, code: 'unreachable' })
})

const anthropic = { provider: 'anthropic', apiKey: key, model: 'claude-sonnet-5-5' } as const

it('asks for the model and with the effort that were chosen, from the next turn on', async () => {
  await withServer({ requiredKey: key }, { ...anthropic, effort: 'low' }, async (server, ask) => {
    await ask('One.')
    await changeSettings(started.api, { model: 'claude-opus-5-5', effort: 'max' })
    await ask('Two.')
    const asked = bodiesOf(server).map(({ model, output_config: config }) => [model, config?.effort])
    expect(asked).toEqual([
      ['claude-sonnet-5-5', 'low'],
      ['claude-opus-5-5', 'max'],
    ])
    await changeSettings(started.api, { effort: '' })
  })
})

it('goes on with the fallback model when the chosen one is not there', async () => {
  const models = ['claude-haiku-5-5']
  const settings = { ...anthropic, fallbackModel: 'claude-haiku-5-5' }
  await withServer({ requiredKey: key, models }, settings, async (server, ask) => {
    expect((await ask('I am {{model}}.')).message.content).toContain('I am claude-haiku-5-5')
    expect(bodiesOf(server).map(({ model }) => model)).toEqual(['claude-sonnet-5-5', 'claude-haiku-5-5'])
    await changeSettings(started.api, { fallbackModel: '' })
  })
})

it('ends a turn that has used its budget', async () => {
  const settings = { ...anthropic, turnBudgetUsd: 0.5 }
  await withServer({ requiredKey: key }, settings, async (server, ask) => {
    const dear = { usage: { inputTokens: 10, outputTokens: 1_000_000 } }
    const look = { tool: 'Read', input: { file_path: '{{cwd}}/README.md' } }
    const { message, status } = await ask({ ...look, ...dear }, 'Too much.')
    expect(status).toBe('stopped')
    expect(message.content).not.toContain('Too much.')
    expect(JSON.stringify(message.parts)).toContain('has used its budget of $0.50')
    expect(server.turns).toHaveLength(1)
    expect((await ask('A turn of its own.')).status).toBe('done')
    await changeSettings(started.api, { turnBudgetUsd: null })
  })
})

it('leaves no key behind when it stops', async () => {
  await started.program.stop()
  const keys = join(started.program.home, 'engines', 'keys')
  expect(existsSync(keys) ? readdirSync(keys) : []).toEqual([])
})
