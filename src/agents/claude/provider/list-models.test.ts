import { expect, test } from 'vitest'
import { fakeServer } from './fake-server.test-kit.ts'
import { listModels } from './list-models.ts'

const apiKey = 'sk-ant-0123456789'

test('Anthropic’s models come page by page, with their names', async () => {
  const { url, seen } = await fakeServer({
    'GET /v1/models?limit=1000': {
      body: {
        data: [
          {
            type: 'model',
            id: 'claude-opus-5-5',
            display_name: 'Claude Opus 5.5',
            max_input_tokens: 1_000_000,
          },
        ],
        has_more: true,
        last_id: 'claude-opus-5-5',
      },
    },
    'GET /v1/models?limit=1000&after_id=claude-opus-5-5': {
      body: { data: [{ id: 'claude-haiku-5-5', display_name: 'claude-haiku-5-5' }], has_more: false },
    },
  })
  expect(await listModels({ provider: 'anthropic', model: 'x', baseUrl: url, apiKey })).toEqual({
    models: [
      { id: 'claude-opus-5-5', name: 'Claude Opus 5.5', contextTokens: 1_000_000 },
      { id: 'claude-haiku-5-5' },
    ],
  })
  expect(seen.every(({ headers }) => headers['x-api-key'] === apiKey)).toBe(true)
})

test('without a key Anthropic’s kinds of models are named', async () => {
  const { models } = await listModels({ provider: 'anthropic', model: '' })
  expect(models.map(({ id }) => id)).toEqual(['opus', 'sonnet', 'haiku'])
})

test('Ollama’s models come with their context, without those that only embed', async () => {
  const models = ['qwen3:8b', 'gemma3:4b', 'nomic-embed-text:latest', 'broken:1b']
  const capabilities: Record<string, string[]> = {
    'qwen3:8b': ['completion', 'tools'],
    'gemma3:4b': ['completion', 'vision'],
    'nomic-embed-text:latest': ['embedding'],
  }
  const { url } = await fakeServer({
    'GET /api/version': { body: { version: '0.14.2' } },
    'GET /api/tags': { body: { models: models.map((name) => ({ name, size: 1 })) } },
    'POST /api/show'(body) {
      const { model } = Object(body)
      if (model === 'broken:1b') return { status: 500, body: { error: 'broken' } }
      return {
        body: {
          capabilities: capabilities[model],
          model_info: { 'general.architecture': 'q', 'q.context_length': 40_960 },
        },
      }
    },
  })
  expect(await listModels({ provider: 'ollama', model: '', baseUrl: url })).toEqual({
    models: [
      { id: 'qwen3:8b', contextTokens: 40_960 },
      { id: 'gemma3:4b', name: 'gemma3:4b (can’t use tools)', contextTokens: 40_960 },
      { id: 'broken:1b' },
    ],
    advice: expect.stringContaining('OLLAMA_CONTEXT_LENGTH=65536'),
  })
})

test('a compatible server’s models come with the context that it tells', async () => {
  const { url } = await fakeServer({
    'GET /v1/models?limit=1000': { body: { object: 'list', data: [{ id: 'a', max_model_len: 32_768 }] } },
  })
  expect(await listModels({ provider: 'compatible', model: '', baseUrl: url })).toEqual({
    models: [{ id: 'a', contextTokens: 32_768 }],
  })
})

test('a server without a list says why there is none', async () => {
  const { url } = await fakeServer({})
  expect(await listModels({ provider: 'compatible', model: 'x', baseUrl: url })).toEqual({
    models: [],
    advice: 'This server does not list its models: type the name of one.',
  })
  const closed = await fakeServer({ 'GET /v1/models?limit=1000': { status: 401 } })
  const { advice } = await listModels({ provider: 'anthropic', model: '', baseUrl: closed.url, apiKey })
  expect(advice).toContain('does not accept this key')
  expect(await listModels({ provider: 'demo', model: '' })).toEqual({ models: [] })
})
