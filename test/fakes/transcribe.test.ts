import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { maxAudioBytes, transcribe } from '../../src/platform/voice/transcribe.ts'
import type { VoiceServer } from '../../src/platform/voice/voice-server.ts'
import { AppError } from '../../src/system/errors.ts'
import { recordings } from './audio-heads.ts'
import { createTranscriptionApi, type TranscriptionApi } from './openai-transcription.ts'

const key = 'sk-voice-fake-key-Zz9'
let fake: TranscriptionApi
let server: VoiceServer
beforeAll(async () => {
  fake = await createTranscriptionApi({ key })
  server = { baseUrl: fake.url, isOpenAi: false, model: 'whisper-1', apiKey: key }
})
beforeEach(() => fake.say('Hello from the fake.'))
afterAll(() => fake.close())

async function failureOf(audio = recordings.webm, at: Partial<VoiceServer> = {}): Promise<AppError> {
  const error = await transcribe({ ...server, ...at }, audio).then(
    (text) => new Error(`It heard “${text}”.`),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AppError)) throw error
  expect(`${error.message} ${String(error.cause)}`).not.toContain(key)
  return error
}

describe('a recording', () => {
  it.each(Object.entries(recordings))(
    'as %s is sent under a name of its kind and comes back as words',
    async (kind, audio) => {
      fake.say('  Buy coffee filters.\n')
      expect(await transcribe(server, audio)).toBe('Buy coffee filters.')
      const { fileName, bytes, model } = fake.requests.at(-1) ?? {}
      expect({ fileName, bytes, model }).toEqual({
        fileName: `voice.${kind}`,
        bytes: audio,
        model: 'whisper-1',
      })
    },
  )

  it('in which nothing was said is an empty text', async () => {
    fake.say('')
    expect(await transcribe(server, recordings.webm)).toBe('')
  })

  it('that is no audio, or too large, is refused before it is sent', async () => {
    const before = fake.requests.length
    expect(await failureOf(Buffer.from('<script>'))).toMatchObject({ kind: 'invalid' })
    const large = new Uint8Array(maxAudioBytes + 1)
    expect(await failureOf(Buffer.from(large))).toMatchObject({ kind: 'too-large', message: /10 MB/ })
    expect(fake.requests).toHaveLength(before)
  })
})

describe('what goes wrong is told with what to do', () => {
  it('without a key: nothing is sent', async () => {
    const { apiKey: _, ...keyless } = server
    const before = fake.requests.length
    const error = await transcribe({ ...keyless, isOpenAi: true }, recordings.webm).catch((thrown) => thrown)
    expect(error).toMatchObject({ kind: 'invalid', field: 'voiceKey', message: /settings, under Voice/ })
    expect(fake.requests).toHaveLength(before)
  })

  it('with a wrong key, of which nothing is repeated', async () => {
    const error = await failureOf(recordings.webm, { apiKey: 'sk-wrong-key-123' })
    expect(error).toMatchObject({ kind: 'invalid', field: 'voiceKey', message: /does not accept the key/ })
    expect(error.message).not.toContain('sk-wrong')
  })

  it.each([
    ['no-credit', 'unavailable', /no credit left/],
    ['rate-limit', 'rate-limited', /Try again in 7 s/],
    ['too-long', 'too-large', /too long/],
    ['bad-audio', 'invalid', /could not use this recording/],
    ['server-error', 'unavailable', /problem of its own/],
    ['redirect', 'unavailable', /sends requests elsewhere/],
    ['page', 'unavailable', /no transcription API at/],
    ['cut', 'unavailable', /cannot be reached/],
  ] as const)('%s', async (failure, kind, message) => {
    fake.say({ failure })
    expect(await failureOf()).toMatchObject({ kind, message: expect.stringMatching(message) })
  })

  it('when nobody answers at the address', async () => {
    const gone = await createTranscriptionApi()
    await gone.close()
    const error = await failureOf(recordings.webm, { baseUrl: gone.url })
    expect(error).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/Nothing answers at 127/),
    })
  })

  it('when the model is not there', async () => {
    expect(await failureOf(recordings.webm, { model: 'other' })).toMatchObject({
      message: expect.stringMatching(/no model named other/),
    })
  })
})
