import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Session } from '../../src/platform/accounts/sessions.ts'
import { createFakePlatform } from '../../src/platform/fake-platform.test-kit.ts'
import { maxAudioBytes } from '../../src/platform/voice/transcribe.ts'
import { recordings } from './audio-heads.ts'
import { createTranscriptionApi, type TranscriptionApi } from './openai-transcription.ts'

const key = 'sk-voice-fake-key-Zz9'
let platform: ReturnType<typeof createFakePlatform>
let session: Session
let fake: TranscriptionApi
beforeEach(async () => {
  platform = createFakePlatform()
  session = platform.signIn().session
  fake = await createTranscriptionApi({ key })
})
afterEach(async () => {
  platform.close()
  await fake.close()
})

const save = (settings: object) => platform.send('PUT', '/api/settings', settings, { session })
const say = (body: Uint8Array<ArrayBuffer>) =>
  platform.send('POST', '/api/whisper/transcribe', undefined, { session, body })
const voiceOf = async (response: Response) => ((await response.json()) as { voice: unknown }).voice

describe('speech to text', () => {
  it('needs a key first, and says where it goes', async () => {
    const response = await say(recordings.webm)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: {
        code: 'invalid',
        field: 'voiceKey',
        message: 'There is no key for voice yet. Add one in the settings, under Voice.',
      },
    })
  })

  it('gives the words of a recording', async () => {
    await save({ voiceKey: key, voiceBaseUrl: `${fake.url}/v1/` })
    fake.say('Buy coffee filters.')
    const response = await say(recordings.mp4)
    expect(await response.json()).toEqual({ text: 'Buy coffee filters.' })
    expect(fake.requests[0]).toMatchObject({ fileName: 'voice.mp4', mediaType: 'audio/mp4' })
  })

  it('refuses what is larger than 10 MB, and a request without a session', async () => {
    expect((await say(new Uint8Array(maxAudioBytes + 1))).status).toBe(413)
    const route = platform.api.routes.find(({ path }) => path === '/api/whisper/transcribe')
    expect(route?.access).toBe('session')
  })

  it('logs neither the audio nor the key when it fails', async () => {
    await save({ voiceKey: key, voiceBaseUrl: fake.url })
    fake.say({ failure: 'server-error' })
    expect((await say(recordings.webm)).status).toBe(503)
    const logged = JSON.stringify(platform.logged, (_, value) =>
      value instanceof Error ? [value.message, value.stack, value.cause] : value,
    )
    expect(logged).toContain('/api/whisper/transcribe')
    expect(logged).not.toContain(key)
    expect(logged).not.toContain('sound')
  })

  it('is tried out with what stands in the fields, before it is saved', async () => {
    const test = async (body: object) =>
      (await platform.send('POST', '/api/whisper/test', body, { session })).json()
    expect(await test({ voiceKey: 'sk-wrong', voiceBaseUrl: fake.url })).toMatchObject({
      isOk: false,
      code: 'invalid',
    })
    expect(await test({ voiceKey: key, voiceBaseUrl: fake.url })).toMatchObject({ isOk: true, code: 'ok' })
    expect(fake.requests[0]).toMatchObject({ fileName: 'voice.wav' })
    expect(await voiceOf(await platform.send('GET', '/api/settings', undefined, { session }))).toEqual({
      apiKey: { isSet: false },
    })
  })
})

describe('the key for voice', () => {
  it('never comes back, and is forgotten on demand', async () => {
    const saved = await save({ voiceKey: key })
    expect(await voiceOf(saved)).toEqual({ apiKey: { isSet: true, lastFour: '-Zz9' } })
    expect(await voiceOf(await save({ voiceKey: null }))).toEqual({ apiKey: { isSet: false } })
    const { entries } = platform.audit.list({ limit: 10 })
    expect(entries.map(({ detail }) => detail)).toEqual(['voiceKey forgotten', 'voiceKey'])
  })

  it('is kept for one address, and goes to no other', async () => {
    await save({ voiceKey: key })
    expect(await voiceOf(await save({ voiceBaseUrl: fake.url }))).toEqual({
      apiKey: { isSet: false },
      baseUrl: fake.url,
    })
    expect((await say(recordings.webm)).status).toBe(400)
    expect(fake.requests).toHaveLength(0)
    expect(await voiceOf(await save({ voiceBaseUrl: '' }))).toMatchObject({ apiKey: { isSet: true } })
  })

  it('of an address that holds a password is refused with the field', async () => {
    const response = await save({ voiceBaseUrl: 'http://a:b@localhost' })
    expect(await response.json()).toMatchObject({ error: { field: 'voiceBaseUrl' } })
  })
})
