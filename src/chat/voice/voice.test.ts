import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { SentFile } from '../../protocol/turn-parts.ts'
import type { Upload } from '../composer/attachments/attachments.ts'
import { createIndexedDbDisk } from './indexed-db-disk.ts'
import { type Capture, MicrophoneError } from './microphone.ts'
import type { Transcript } from './send-recording.ts'
import { createVoice } from './voice.ts'
import { voiceTexts } from './voice-texts.ts'

const target = { conversationId: 'c1', isNewConversation: false }
const sentFile: SentFile = {
  id: 'f1',
  name: 'voice-message.webm',
  mediaType: 'audio/webm',
  size: 3,
  path: 'files/v',
}

beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  return () => vi.unstubAllGlobals()
})

/** A page of this device: what it keeps outlives it, what it holds of other tabs does not. */
function openPage(device = { claims: new Set<string>() }) {
  const own = new Set<string>()
  const said: string[] = []
  const told: string[] = []
  const posted: object[] = []
  let nowMs = 1000
  let tick = () => {}
  let microphone: { onSound: (sound: Blob) => void; onEnd: () => void } | undefined
  let openMicrophone = async (): Promise<void> => {}
  let answerUpload = async (): Promise<SentFile> => sentFile
  let answerTranscript = async (): Promise<Transcript> => ({ text: 'Buy filters.' })
  let ids = 0
  let stopped = 0
  const upload: Upload = async (_file, { signal }) => {
    const sent = await answerUpload()
    signal.throwIfAborted()
    return sent
  }
  const voice = createVoice({
    disk: createIndexedDbDisk(),
    async claim(id) {
      if (device.claims.has(id)) return undefined
      device.claims.add(id)
      own.add(id)
      return () => {
        device.claims.delete(id)
        own.delete(id)
      }
    },
    async openMicrophone(handlers): Promise<Capture> {
      await openMicrophone()
      microphone = handlers
      return {
        mediaType: 'audio/webm',
        level: () => 50,
        async stop() {
          stopped += 1
          handlers.onEnd()
        },
      }
    },
    upload,
    transcribe: async () => await answerTranscript(),
    post: async (message) => void posted.push(message),
    every(_ms, work) {
      tick = work
      return () => {
        tick = () => {}
      }
    },
    now: () => nowMs,
    createId: () => `r${++ids}-${device.claims.size}`,
    tell: (text) => told.push(text),
    say: (text) => said.push(text),
  })
  return {
    ...{ voice, said, told, posted, device },
    states: () =>
      voice.store.getState().kept.map(({ state, error }) => (error ? `${state}: ${error}` : state)),
    speak(words: string, ms = 1000) {
      microphone?.onSound(new Blob([words]))
      nowMs += ms
      tick()
    },
    stops: () => stopped,
    refuseMicrophone(reason: MicrophoneError['reason']) {
      openMicrophone = () => Promise.reject(new MicrophoneError(reason))
    },
    onUpload(answer: () => Promise<SentFile>) {
      answerUpload = answer
    },
    onTranscribe(answer: () => Promise<Transcript>) {
      answerTranscript = answer
    },
    /** The page goes without a word, as when the browser is killed. */
    kill() {
      for (const id of own) device.claims.delete(id)
    },
  }
}

async function record(page: ReturnType<typeof openPage>, ...words: string[]): Promise<string> {
  await page.voice.record()
  for (const word of words) page.speak(word)
  const id = await page.voice.stop()
  if (id === undefined) throw new Error('Nothing was kept.')
  return id
}

const heard = (page: ReturnType<typeof openPage>) =>
  Promise.all(page.voice.store.getState().kept.map(({ sound }) => sound.text()))

describe('a voice message', () => {
  it('is recorded, kept, transcribed and sent with its wave, and is then no longer here', async () => {
    const page = openPage()
    const id = await record(page, 'buy ', 'filters')
    expect(page.states()).toEqual(['kept'])
    expect(await heard(page)).toEqual(['buy filters'])
    await page.voice.send(id, target)
    const voice = { durationMs: 2000, peaks: expect.arrayContaining([100]) }
    expect(page.posted).toEqual([{ ...target, id, content: 'Buy filters.', files: [{ ...sentFile, voice }] }])
    expect(page.states()).toEqual([])
    expect(await createIndexedDbDisk().all()).toEqual([])
    expect(await createIndexedDbDisk().sound(id)).toEqual([])
    expect(page.device.claims.size).toBe(0)
    expect(page.said.at(-1)).toBe(voiceTexts.spoken.sent)
  })

  it.each([
    [{ missing: 'key', why: 'There is no key.' }, []],
    [{ missing: 'failed', why: 'OpenAI is overloaded.' }, ['OpenAI is overloaded.']],
    [{ missing: 'silent' }, []],
  ] as const)('without a transcript (%j) is sent as sound', async (transcript, notices) => {
    const page = openPage()
    page.onTranscribe(async () => transcript)
    await page.voice.send(await record(page, 'hm'), target)
    const voice = expect.objectContaining({ missing: transcript.missing })
    expect(page.posted).toMatchObject([{ content: '', files: [{ voice }] }])
    expect(page.told).toEqual(notices)
  })

  it('that is cancelled is deleted, and what was pressed by mistake is not kept', async () => {
    const page = openPage()
    await page.voice.record()
    page.speak('secret')
    await page.voice.cancel()
    await page.voice.record()
    page.speak('x', 100)
    expect(await page.voice.stop()).toBeUndefined()
    expect(page.told).toEqual([voiceTexts.tooShort])
    expect(page.states()).toEqual([])
    expect(await createIndexedDbDisk().all()).toEqual([])
    expect(page.stops()).toBe(2)
  })

  it('ends at ten minutes, or when the microphone is gone, and is kept', async () => {
    const page = openPage()
    await page.voice.record()
    page.speak('long', 10 * 60_000)
    await vi.waitFor(() => expect(page.told).toEqual([voiceTexts.full(10)]))
    expect(page.voice.store.getState()).toMatchObject({ live: null, kept: [{ durationMs: 600_000 }] })
  })

  it.each(['insecure', 'unsupported', 'denied', 'missing', 'busy'] as const)(
    'cannot begin with a microphone that is %s, and says why',
    async (reason) => {
      const page = openPage()
      page.refuseMicrophone(reason)
      await page.voice.record()
      expect(page.told).toEqual([voiceTexts.microphone[reason]])
      expect(page.voice.store.getState().live).toBeNull()
      expect(page.device.claims.size).toBe(0)
    },
  )
})

describe('a recording is never lost', () => {
  it('when the page goes in the middle of it: the next one has what was said until then', async () => {
    const page = openPage()
    await page.voice.record()
    page.speak('first ')
    page.speak('second')
    await vi.waitFor(async () => expect((await createIndexedDbDisk().all())[0]?.durationMs).toBe(1000))
    page.kill()
    const next = openPage(page.device)
    await next.voice.online()
    expect(next.states()).toEqual(['kept'])
    expect(await heard(next)).toEqual(['first second'])
    expect(next.posted).toEqual([])
  })

  it('when the server goes while it is sent: it goes on by itself, and is not uploaded twice', async () => {
    const page = openPage()
    const id = await record(page, 'hello')
    page.onUpload(() => Promise.reject(new Error('Bloby cannot be reached.')))
    await page.voice.send(id, target)
    expect(page.states()).toEqual(['failed: Bloby cannot be reached.'])
    page.onUpload(async () => sentFile)
    page.onTranscribe(() => Promise.reject(new Error('Bloby cannot be reached.')))
    await page.voice.online()
    page.kill()

    const next = openPage(page.device)
    next.onUpload(() => Promise.reject(new Error('It is there already.')))
    await next.voice.online()
    expect(next.posted).toMatchObject([{ ...target, id, files: [sentFile] }])
    expect(next.states()).toEqual([])
  })

  it('and belongs to one tab at a time', async () => {
    const page = openPage()
    const id = await record(page, 'hello')
    const other = openPage(page.device)
    await other.voice.online()
    expect(other.states()).toEqual([])
    await page.voice.remove(id)
    expect(await createIndexedDbDisk().all()).toEqual([])
  })

  it('but stays away when it was deleted on its way', async () => {
    const page = openPage()
    const id = await record(page, 'hello')
    const transcript = Promise.withResolvers<Transcript>()
    page.onTranscribe(() => transcript.promise)
    const sending = page.voice.send(id, target)
    await vi.waitFor(() => expect(page.states()).toEqual(['transcribing']))
    await page.voice.remove(id)
    transcript.resolve({ text: 'too late' })
    await sending
    expect(page.posted).toEqual([])
    expect(page.states()).toEqual([])
    expect(await createIndexedDbDisk().all()).toEqual([])
  })
})
