import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { validateAnswer } from '../../protocol/api.ts'
import { onboardAnswer } from '../../protocol/onboard.ts'
import type { Session } from '../accounts/sessions.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

const send = (method: string, path: string, body?: unknown) => platform.send(method, path, body, { session })
const read = async () => v.parse(onboardAnswer, await (await send('GET', '/api/onboard')).json())
const put = async (body: unknown) => (await send('PUT', '/api/onboard', body)).json()
const isOnboarded = async () =>
  v.parse(validateAnswer, await (await send('GET', '/api/portal/validate-token')).json()).isOnboarded

describe('the wizard’s state', () => {
  it('counts as done where Bloby was claimed before there was a wizard', async () => {
    expect(await read()).toEqual({ step: 'welcome', isDone: true, missing: ['provider', 'voice'] })
    expect(await isOnboarded()).toBe(true)
  })

  it('begins with the claim, at the provider', async () => {
    platform.close()
    platform = createFakePlatform()
    await platform.send('POST', '/api/portal/claim', {
      code: platform.owner.openSetupCode(),
      password: 'correct horse',
    })
    session = platform.signIn().session
    expect(await read()).toMatchObject({ step: 'provider', isDone: false })
    expect(await isOnboarded()).toBe(false)
  })

  it('keeps the step and the choice that is not saved yet, until it is done', async () => {
    await put({ isDone: false })
    await put({ step: 'auth', provider: 'ollama' })
    expect(await read()).toMatchObject({ step: 'auth', isDone: false, provider: 'ollama' })
    await put({ step: 'voice' })
    expect(await put({ isDone: true })).toMatchObject({ step: 'voice', isDone: true, provider: 'ollama' })
    expect(await isOnboarded()).toBe(true)
  })

  it('says what is still missing, by the provider that is chosen', async () => {
    const missing = async () => (await read()).missing
    await send('PUT', '/api/settings', { provider: 'anthropic' })
    expect(await missing()).toEqual(['auth', 'voice'])
    await send('PUT', '/api/settings', { apiKey: 'sk-ant-1234567890' })
    expect(await missing()).toEqual(['voice'])
    await send('PUT', '/api/settings', { anthropicAuth: 'login' })
    expect(await missing()).toEqual(['auth', 'voice'])
    await send('POST', '/api/auth/claude/complete', { code: 'good#code' })
    expect(await missing()).toEqual(['voice'])
    await send('PUT', '/api/settings', { provider: 'ollama' })
    expect(await missing()).toEqual(['model', 'voice'])
    await send('PUT', '/api/settings', { model: 'qwen3', voiceKey: 'sk-voice' })
    expect(await missing()).toEqual([])
  })

  it('refuses what is no step', async () => {
    expect((await send('PUT', '/api/onboard', { step: 'payment' })).status).toBe(400)
    expect((await send('PUT', '/api/onboard', { isClaimed: false })).status).toBe(400)
  })
})
