import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Session } from '../accounts/sessions.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

const key = 'sk-ant-api03-0123456789'
const send = (method: string, path: string, body?: unknown) => platform.send(method, path, body, { session })
const put = (body: unknown) => send('PUT', '/api/settings', body)
const test = (body: unknown) => send('POST', '/api/providers/test', body)

describe('the test of a provider', () => {
  it('uses what is given, and the settings for the rest', async () => {
    await put({ provider: 'anthropic', apiKey: key, model: 'claude-opus-5-5' })
    expect(await (await test({ provider: 'anthropic' })).json()).toEqual({
      isOk: true,
      code: 'ok',
      text: 'It works.',
    })
    await test({ provider: 'anthropic', apiKey: 'another', model: '' })
    await test({ provider: 'ollama', baseUrl: 'http://gpu.lan:11434/v1', model: 'qwen3-coder' })
    await test({ provider: 'demo' })
    expect(platform.askedServers).toEqual([
      { provider: 'anthropic', model: 'claude-opus-5-5', apiKey: key },
      { provider: 'anthropic', model: '', apiKey: 'another' },
      { provider: 'ollama', model: 'qwen3-coder', baseUrl: 'http://gpu.lan:11434' },
      { provider: 'demo', model: '' },
    ])
  })

  it('never takes a stored key to an address it was not given for', async () => {
    await put({ provider: 'anthropic', apiKey: key })
    await put({ provider: 'compatible', baseUrl: 'https://mine.example', apiKey: 'compatible-key' })
    await test({ provider: 'anthropic', baseUrl: 'https://evil.example' })
    await test({ provider: 'compatible', baseUrl: 'https://mine.example.evil.example' })
    await test({ provider: 'compatible', baseUrl: 'http://mine.example' })
    await send('POST', '/api/providers/models', { provider: 'compatible', baseUrl: 'https://evil.example' })
    expect(platform.askedServers).toHaveLength(4)
    for (const server of platform.askedServers) expect(server).not.toHaveProperty('apiKey')
    await test({ provider: 'compatible', baseUrl: 'https://mine.example/v1/' })
    expect(platform.askedServers.at(-1)).toMatchObject({ apiKey: 'compatible-key' })
  })

  it('asks about the login where that is how Anthropic knows the owner', async () => {
    await put({ provider: 'anthropic', anthropicAuth: 'login', apiKey: key })
    expect(await (await test({ provider: 'anthropic' })).json()).toMatchObject({
      isOk: false,
      code: 'no-key',
    })
    await send('POST', '/api/auth/claude/complete', { code: 'good#code' })
    expect(await (await test({ provider: 'anthropic' })).json()).toEqual({
      isOk: true,
      code: 'ok',
      text: 'Signed in to Claude as ada@example.org.',
    })
    expect(platform.askedServers).toEqual([])
    await test({ provider: 'anthropic', apiKey: 'given' })
    await test({ provider: 'anthropic', anthropicAuth: 'key' })
    expect(platform.askedServers.map(({ apiKey }) => apiKey)).toEqual(['given', key])
    await put({ anthropicAuth: 'key' })
    await test({ provider: 'anthropic', anthropicAuth: 'login' })
    expect(platform.askedServers).toHaveLength(2)
  })

  it('needs the name of a provider', async () => {
    expect((await test({})).status).toBe(400)
    expect((await test({ provider: 'acme' })).status).toBe(400)
    expect((await test({ provider: 'ollama', baseUrl: 'file:///etc/passwd' })).status).toBe(400)
  })
})

it('the models of a provider are listed', async () => {
  const answer = await send('POST', '/api/providers/models', { provider: 'ollama' })
  expect(await answer.json()).toEqual({ models: [{ id: 'one' }] })
})

describe('the login to Claude', () => {
  const step = async (name: string, body?: unknown) =>
    (await send(name === 'status' ? 'GET' : 'POST', `/api/auth/claude/${name}`, body)).json()

  it('goes from a link to a code to an account, and out again, on the record', async () => {
    expect(await step('status')).toEqual({ status: 'signed-out' })
    const waiting = { status: 'waiting', url: 'https://claude.example/authorize' }
    expect(await step('start')).toEqual(waiting)
    expect(await step('complete', { code: 'half' })).toEqual({
      ...waiting,
      error: 'That is not the whole code.',
    })
    expect(await step('complete', { code: ' good#code\n' })).toEqual({
      status: 'signed-in',
      account: 'ada@example.org',
    })
    expect(await step('logout')).toEqual({ status: 'signed-out' })
    const { entries } = platform.audit.list()
    expect(entries.map(({ action, detail }) => [action, detail])).toEqual([
      ['claude-signed-out', undefined],
      ['claude-signed-in', 'ada@example.org'],
    ])
  })

  it('can be given up', async () => {
    await step('start')
    expect(await step('cancel')).toEqual({ status: 'signed-out' })
    expect(platform.audit.list().entries).toEqual([])
  })
})
