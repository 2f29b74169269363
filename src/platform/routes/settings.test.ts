import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorBody } from '../../protocol/api.ts'
import { settingsAnswer } from '../../protocol/settings.ts'
import type { Session } from '../accounts/sessions.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'
import { engineProvider } from '../provider-settings.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

const key = 'sk-ant-api03-0123456789'
const send = (method: string, body?: unknown) => platform.send(method, '/api/settings', body, { session })
const read = async () => v.parse(settingsAnswer, await (await send('GET')).json())
async function put(body: unknown) {
  const response = await send('PUT', body)
  expect(response.status).toBe(200)
  return v.parse(settingsAnswer, await response.json())
}
async function refusal(body: unknown) {
  const response = await send('PUT', body)
  expect(response.status).toBe(400)
  return v.parse(errorBody, await response.json()).error
}
const details = () => platform.audit.list().entries.map(({ detail }) => detail)

const untouched = {
  ownerName: '',
  theme: 'system',
  language: 'auto',
  provider: 'demo',
  model: '',
  apiKey: { isSet: false },
  providers: {
    anthropic: { model: '', baseUrl: 'https://api.anthropic.com', apiKey: { isSet: false } },
    ollama: { model: '', baseUrl: 'http://localhost:11434', apiKey: { isSet: false } },
    compatible: { model: '', apiKey: { isSet: false } },
  },
  anthropicAuth: 'key',
  access: 'workspace',
  effort: '',
  fallbackModel: '',
  turnBudgetUsd: null,
  dailyBudgetUsd: 5,
  networkHosts: [],
  voice: { apiKey: { isSet: false } },
}

describe('settings', () => {
  it('have defaults, change one by one and never show a secret', async () => {
    platform.settings.set('passwordHash', 'salt:hash')
    expect(await (await send('GET')).json()).toEqual(untouched)
    await put({ ownerName: ' Ada ' })
    expect(await put({ theme: 'dark', provider: 'demo' })).toEqual({
      ...untouched,
      ownerName: 'Ada',
      theme: 'dark',
    })
    expect(platform.settings.get('passwordHash')).toBe('salt:hash')
  })

  it('refuse values that do not exist and say which do', async () => {
    expect(await refusal({ provider: 'acme' })).toMatchObject({
      field: 'provider',
      message: 'provider: must be one of the providers there are: demo, anthropic, ollama, compatible',
    })
    for (const wrong of [
      { theme: 'pink' },
      { passwordHash: 'mine' },
      { access: 'everything' },
      { effort: 'huge' },
      { dailyBudgetUsd: -1 },
      { dailyBudgetUsd: null },
      { turnBudgetUsd: Number.MAX_VALUE },
      { baseUrl: 'ftp://example.org' },
      { apiKey: 'two words' },
      { networkHosts: ['https://example.org/'] },
    ])
      expect((await send('PUT', wrong)).status).toBe(400)
    expect(await read()).toEqual(untouched)
  })

  it('take limits and what the agent may reach', async () => {
    const change = {
      access: 'computer',
      effort: 'high',
      fallbackModel: 'claude-haiku-5-5',
      turnBudgetUsd: 0.5,
      dailyBudgetUsd: 0,
    }
    const networkHosts = ['Example.org', '*.example.net', 'example.org']
    expect(await put({ ...change, networkHosts })).toEqual({
      ...untouched,
      ...change,
      networkHosts: ['example.org', '*.example.net'],
    })
    await put({ networkHosts: ['example.org', 'new.example'], turnBudgetUsd: null })
    expect(details()).toEqual([
      'turnBudgetUsd, networkHosts +new.example -*.example.net',
      'access from workspace to computer, effort, fallbackModel, turnBudgetUsd, dailyBudgetUsd, networkHosts +example.org +*.example.net',
    ])
  })
})

describe('a provider', () => {
  it('keeps its model and its address while another one is chosen', async () => {
    await put({ provider: 'ollama', model: 'qwen3-coder', baseUrl: 'http://gpu.lan:11434/v1/' })
    expect(await put({ provider: 'anthropic', model: 'claude-opus-5-5' })).toMatchObject({
      model: 'claude-opus-5-5',
      baseUrl: 'https://api.anthropic.com',
      providers: { ollama: { model: 'qwen3-coder', baseUrl: 'http://gpu.lan:11434' } },
    })
    const back = { model: 'qwen3-coder', baseUrl: 'http://gpu.lan:11434' }
    expect(await put({ provider: 'ollama' })).toMatchObject(back)
    expect(await put({ baseUrl: '' })).toMatchObject({ ...back, baseUrl: 'http://localhost:11434' })
  })

  it('may be chosen before it is complete, but a compatible server has to be named', async () => {
    expect(await put({ provider: 'ollama' })).toMatchObject({ model: '', baseUrl: 'http://localhost:11434' })
    expect(await refusal({ provider: 'compatible', apiKey: key })).toMatchObject({ field: 'baseUrl' })
    await put({ provider: 'compatible', baseUrl: 'http://localhost:8080' })
    expect(await refusal({ baseUrl: '' })).toMatchObject({ field: 'baseUrl' })
  })

  it('without keys, models or an address is given none', async () => {
    expect(await refusal({ provider: 'ollama', apiKey: key, ownerName: 'Ada' })).toMatchObject({
      field: 'apiKey',
      message: 'apiKey: Ollama takes no key',
    })
    expect(await refusal({ apiKey: key })).toMatchObject({ field: 'apiKey' })
    expect(await refusal({ model: 'x' })).toMatchObject({ field: 'model' })
    expect(await refusal({ baseUrl: 'http://x.example' })).toMatchObject({ field: 'baseUrl' })
    expect(await read()).toEqual(untouched)
    expect(details()).toEqual([])
  })

  it.each(['https://ada:secret@example.org', 'https://ada@example.org/v1'])(
    'has no password in its address (%s)',
    async (baseUrl) => {
      expect(await refusal({ provider: 'compatible', baseUrl })).toMatchObject({ field: 'baseUrl' })
    },
  )

  it('is handed to the engine whole', async () => {
    await put({
      provider: 'anthropic',
      apiKey: key,
      model: 'claude-opus-5-5',
      effort: 'low',
      turnBudgetUsd: 2,
    })
    expect(engineProvider(platform)).toEqual({
      kind: 'anthropic',
      model: 'claude-opus-5-5',
      apiKey: key,
      auth: 'key',
      effort: 'low',
      turnBudgetUsd: 2,
      networkHosts: [],
    })
    await put({ anthropicAuth: 'login', effort: '' })
    expect(engineProvider(platform)).toEqual({
      kind: 'anthropic',
      model: 'claude-opus-5-5',
      auth: 'login',
      turnBudgetUsd: 2,
      networkHosts: [],
    })
    await put({ provider: 'ollama', model: 'qwen3-coder', turnBudgetUsd: null })
    expect(engineProvider(platform)).toEqual({
      kind: 'ollama',
      model: 'qwen3-coder',
      baseUrl: 'http://localhost:11434',
      auth: 'key',
      networkHosts: [],
    })
  })
})

describe('a key', () => {
  it('is kept in its own file and seen by its last four characters', async () => {
    expect((await put({ provider: 'anthropic', apiKey: key })).apiKey).toEqual({
      isSet: true,
      lastFour: '6789',
    })
    expect(readFileSync(join(platform.home, 'secrets.json'), 'utf8')).toContain(key)
    await put({ provider: 'compatible', baseUrl: 'http://localhost:8080', apiKey: 'short' })
    expect((await read()).apiKey).toEqual({ isSet: true })
    expect((await put({ provider: 'anthropic' })).apiKey.isSet).toBe(true)
    for (const nothing of [null, '']) {
      await put({ apiKey: key })
      expect((await put({ apiKey: nothing })).apiKey).toEqual({ isSet: false })
    }
    expect(readFileSync(join(platform.home, 'secrets.json'), 'utf8')).not.toContain(key)
  })

  it('belongs to one address and is not sent to another one', async () => {
    await put({ provider: 'anthropic', apiKey: key })
    expect((await put({ baseUrl: 'https://gateway.example' })).apiKey).toEqual({ isSet: false })
    expect(engineProvider(platform)).not.toHaveProperty('apiKey')
    expect((await put({ baseUrl: '' })).apiKey.isSet).toBe(true)
    await put({ baseUrl: 'https://gateway.example', apiKey: 'gateway-key-1234' })
    expect(engineProvider(platform)).toMatchObject({ apiKey: 'gateway-key-1234' })
  })

  it('is in no answer, no line of the audit log, no log and not in the database', async () => {
    const answers = [
      await send('PUT', { provider: 'anthropic', apiKey: key }),
      await send('PUT', { provider: 'ollama', apiKey: key }),
      await send('PUT', { provider: 'anthropic', apiKey: `${key} `.repeat(2) }),
      await send('PUT', { model: 'x'.repeat(201), apiKey: key }),
      await send('GET'),
      await platform.send('GET', '/api/audit', undefined, { session }),
      await platform.send('GET', '/api/system', undefined, { session }),
    ]
    for (const answer of answers) expect(await answer.text()).not.toContain('0123456789')
    expect(JSON.stringify(platform.logged)).not.toContain(key)
    expect(details()).toEqual(['provider, apiKey'])
    expect(JSON.stringify(platform.settings.get('providers') ?? {})).not.toContain(key)
  })
})
