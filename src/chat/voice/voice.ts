import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SentFile, Voice as SentVoice } from '../../protocol/turn-parts.ts'
import type { Upload } from '../composer/attachments/attachments.ts'
import { type Capture, MicrophoneError, type OpenMicrophone } from './microphone.ts'
import { peaksOf } from './peaks.ts'
import type { Recording, RecordingDisk } from './recording.ts'
import type { Transcribe } from './send-recording.ts'
import { voiceTexts as texts } from './voice-texts.ts'

/** The longest that is recorded, and the largest that can be transcribed. */
export const mostMinutes = 10
const mostMs = mostMinutes * 60_000
const mostBytes = 9.5 * 1024 * 1024
/** A press by mistake. */
const leastMs = 500
const levelEveryMs = 100

export type KeptRecording = Recording & {
  /** The sound, for as long as it is here. */
  sound: Blob
  state: 'kept' | 'uploading' | 'transcribing' | 'failed'
  /** Of the sound that was uploaded, from 0 to 1. */
  share: number
  /** Why it failed. */
  error?: string
}

export interface VoiceState {
  /** What is being recorded; `levels` from 0 to 100, ten a second. */
  live: { durationMs: number; levels: readonly number[] } | null
  /** Recorded and not yet a message, oldest first. */
  kept: readonly KeptRecording[]
}

export type Target = NonNullable<Recording['target']>

export interface Voice {
  readonly store: StoreApi<VoiceState>
  /** Asks for the microphone and records; a notice says why it cannot. */
  record(): Promise<void>
  /** Ends the recording and keeps it, to be listened to. Gives its id, unless it was too short. */
  stop(): Promise<string | undefined>
  /** Ends the recording and deletes it. */
  cancel(): Promise<void>
  /** Sends one that is kept: uploads it, has it transcribed, and hands the message to the outbox. */
  send(id: string, target: Target): Promise<void>
  /** Tries again with one that failed. */
  retry(id: string): Promise<void>
  remove(id: string): Promise<void>
  /** The server answers: takes in what this device has kept, and sends on what the owner had sent. */
  online(): Promise<void>
}

export interface VoiceDeps {
  disk: RecordingDisk
  /** Undefined when another tab has this recording. */
  claim: (id: string) => Promise<(() => void) | undefined>
  openMicrophone: OpenMicrophone
  upload: Upload
  transcribe: Transcribe
  /** Resolves when the message is on this device's disk. */
  post: (message: Target & { id: string; content: string; files: SentFile[] }) => Promise<void>
  /** Calls again and again until the function that it gives is called. */
  every: (ms: number, work: () => void) => () => void
  /** ms since 1970 */
  now: () => number
  createId: () => string
  tell: (notice: string) => void
  say: (text: string) => void
}

/**
 * Voice messages, from the microphone to the outbox. The sound is on this device's disk within a second of being recorded, and stays
 * there until its message is; from then on the outbox answers for it. A recording without transcript is sent all the same.
 */
export function createVoice(deps: VoiceDeps): Voice {
  const { disk } = deps
  const store = createStore<VoiceState>(() => ({ live: null, kept: [] }))
  const claims = new Map<string, () => void>()
  const deliveries = new Map<string, AbortController>()
  let running: { end(): Promise<KeptRecording> } | undefined
  let isOpening = false
  let isDurable = true

  const find = (id: string) => store.getState().kept.find((one) => one.id === id)
  const setKept = (kept: readonly KeptRecording[]) => store.setState({ kept })
  const change = (id: string, changes: Partial<KeptRecording>) =>
    setKept(store.getState().kept.map((one) => (one.id === id ? { ...one, ...changes } : one)))

  async function onDisk(work: Promise<unknown>): Promise<void> {
    try {
      await work
    } catch (error) {
      console.warn('Recordings cannot be kept on this device.', error)
      if (isDurable) deps.tell(texts.fragile)
      isDurable = false
    }
  }

  async function record() {
    if (running || isOpening) return
    isOpening = true
    try {
      await begin()
      deps.say(texts.spoken.recording)
    } catch (error) {
      if (!(error instanceof MicrophoneError)) throw error
      deps.tell(texts.microphone[error.reason])
    } finally {
      isOpening = false
    }
  }

  async function begin() {
    const id = deps.createId()
    const release = await deps.claim(id)
    if (release) claims.set(id, release)
    const sounds: Blob[] = []
    const levels: number[] = []
    let writing = Promise.resolve()
    let capture: Capture | undefined
    let createdAt = deps.now()
    let endedAt: number | undefined
    const size = () => sounds.reduce((sum, { size }) => sum + size, 0)
    const durationMs = () => Math.min(mostMs, (endedAt ?? deps.now()) - createdAt)
    const recording = (): Recording => ({
      id,
      mediaType: capture?.mediaType ?? '',
      durationMs: durationMs(),
      peaks: peaksOf(levels),
      createdAt,
    })

    try {
      capture = await deps.openMicrophone({
        onSound(sound) {
          sounds.push(sound)
          const snapshot = recording()
          writing = writing.then(() => onDisk(disk.append(snapshot, sound)))
          if (size() > mostBytes) void stopFull()
        },
        onEnd: () => void stop(),
      })
    } catch (error) {
      letGo(id)
      throw error
    }
    const { stop: stopCapture, level, mediaType } = capture
    createdAt = deps.now()
    store.setState({ live: { durationMs: 0, levels: [] } })
    const endTicks = deps.every(levelEveryMs, () => {
      levels.push(level())
      store.setState({ live: { durationMs: durationMs(), levels: [...levels] } })
      if (durationMs() >= mostMs) void stopFull()
    })
    running = {
      async end() {
        running = undefined
        endTicks()
        endedAt = deps.now()
        await stopCapture()
        await writing
        const ended = recording()
        return { ...ended, sound: new Blob(sounds, { type: mediaType }), state: 'kept', share: 0 }
      },
    }
  }

  /** The recording as it ended, or undefined when there is none, or none worth keeping. */
  async function finish(): Promise<KeptRecording | undefined> {
    const ended = await running?.end()
    if (!ended) return undefined
    const isWorthKeeping = ended.sound.size > 0 && ended.durationMs >= leastMs
    if (isWorthKeeping) await onDisk(disk.put(recordingOf(ended)))
    store.setState((state) => ({ live: null, kept: isWorthKeeping ? [...state.kept, ended] : state.kept }))
    if (isWorthKeeping) return ended
    deps.tell(texts.tooShort)
    await forget(ended.id)
    return undefined
  }

  async function stop() {
    const ended = await finish()
    if (ended) deps.say(texts.spoken.kept)
    return ended?.id
  }

  async function stopFull() {
    if ((await stop()) !== undefined) deps.tell(texts.full(mostMinutes))
  }

  function letGo(id: string) {
    claims.get(id)?.()
    claims.delete(id)
  }

  async function forget(id: string) {
    // From the disk first: what is gone from the page must not come back with the next one.
    await onDisk(disk.remove(id))
    setKept(store.getState().kept.filter((one) => one.id !== id))
    letGo(id)
  }

  async function deliver(id: string) {
    const target = find(id)?.target
    if (target === undefined || deliveries.has(id)) return
    const controller = new AbortController()
    deliveries.set(id, controller)
    try {
      await bring(id, target, controller.signal)
      await forget(id)
      deps.say(texts.spoken.sent)
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error)
      if (!controller.signal.aborted) change(id, { state: 'failed', error: words })
    } finally {
      deliveries.delete(id)
    }
  }

  async function bring(id: string, target: Target, signal: AbortSignal) {
    const { sound, mediaType, durationMs, peaks, sent: known } = found(id)
    change(id, { state: 'uploading', share: 0 })
    const file = new File([sound], fileNameOf(mediaType), { type: mediaType })
    const sent = known ?? (await deps.upload(file, { onShare: (share) => change(id, { share }), signal }))
    change(id, { state: 'transcribing', sent })
    await onDisk(disk.put(recordingOf(found(id))))
    const transcript = await deps.transcribe(sound, signal)
    signal.throwIfAborted()
    const voice: SentVoice = {
      durationMs,
      peaks: [...peaks],
      ...('missing' in transcript && { missing: transcript.missing }),
    }
    const content = 'text' in transcript ? transcript.text : ''
    await deps.post({ ...target, id, content, files: [{ ...sent, voice }] })
    if ('why' in transcript && transcript.missing === 'failed' && transcript.why) deps.tell(transcript.why)
  }

  function found(id: string): KeptRecording {
    const recording = find(id)
    if (!recording) throw new Error(`There is no recording ${id}.`)
    return recording
  }

  return {
    store,
    record,
    stop,
    async cancel() {
      const ended = await running?.end()
      if (!ended) return
      store.setState({ live: null })
      await forget(ended.id)
      deps.say(texts.spoken.cancelled)
    },
    async send(id, target) {
      if (!find(id)) return
      change(id, { target, state: 'uploading', share: 0 })
      await onDisk(disk.put(recordingOf(found(id))))
      await deliver(id)
    },
    retry: deliver,
    async remove(id) {
      deliveries.get(id)?.abort()
      await forget(id)
    },
    async online() {
      await onDisk(takeIn())
      await Promise.all(store.getState().kept.map(({ id }) => deliver(id)))
    },
  }

  /** What an earlier page left behind, or another tab that was closed. */
  async function takeIn() {
    for (const recording of await disk.all()) {
      if (claims.has(recording.id)) continue
      const release = await deps.claim(recording.id)
      if (!release) continue
      claims.set(recording.id, release)
      const sound = new Blob(await disk.sound(recording.id), { type: recording.mediaType })
      if (sound.size === 0) await forget(recording.id)
      else
        setKept(
          [...store.getState().kept, { ...recording, sound, state: 'kept' as const, share: 0 }].sort(
            (a, b) => a.createdAt - b.createdAt,
          ),
        )
    }
  }
}

function recordingOf({ sound: _1, state: _2, share: _3, error: _4, ...recording }: KeptRecording): Recording {
  return recording
}

/** Named for whoever looks into the folder; what it is, its bytes and type say. */
function fileNameOf(mediaType: string): string {
  const kind = /^audio\/(\w+)/.exec(mediaType)?.[1] ?? 'webm'
  return `voice-message.${kind === 'mp4' ? 'm4a' : kind}`
}
