import { levelOf } from './peaks.ts'

/** A microphone that is being recorded. */
export interface Capture {
  readonly mediaType: string
  /** How loud it is now, from 0 to 100. */
  level(): number
  /** Ends it, after the last piece of sound. Does nothing the second time. */
  stop(): Promise<void>
}

export type OpenMicrophone = (handlers: {
  /** A piece of sound; the pieces together are the recording. */
  onSound: (sound: Blob) => void
  /** It ended by itself: it was unplugged, or another program took it. */
  onEnd: () => void
}) => Promise<Capture>

/** Why there is nothing to record with. */
export class MicrophoneError extends Error {
  readonly reason: 'insecure' | 'unsupported' | 'denied' | 'missing' | 'busy'

  constructor(reason: MicrophoneError['reason'], options?: ErrorOptions) {
    super(reason, options)
    this.name = 'MicrophoneError'
    this.reason = reason
  }
}

/** What Safari records comes last: the others have no MP4, or do it worse. */
const mediaTypes = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4']
/** Speech needs no more; ten minutes are 2.4 MB. */
const bitsPerSecond = 32_000
/** What a crash can take. */
const pieceMs = 1000

/** Asks the owner for the microphone and records it. Throws a `MicrophoneError`. */
export const openMicrophone: OpenMicrophone = async ({ onSound, onEnd }) => {
  if (!isSecureContext) throw new MicrophoneError('insecure')
  if (!('MediaRecorder' in window) || !navigator.mediaDevices) throw new MicrophoneError('unsupported')
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error: unknown) => {
    throw new MicrophoneError(reasonOf(error), { cause: error })
  })
  const close = () => {
    for (const track of stream.getTracks()) track.stop()
  }
  try {
    const mediaType = mediaTypes.find((type) => MediaRecorder.isTypeSupported(type))
    const recorder = new MediaRecorder(stream, {
      audioBitsPerSecond: bitsPerSecond,
      ...(mediaType && { mimeType: mediaType }),
    })
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    context.createMediaStreamSource(stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const stopped = new Promise<void>((resolve) => {
      recorder.onstop = () => {
        close()
        void context.close()
        resolve()
        onEnd()
      }
    })
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) onSound(data)
    }
    recorder.start(pieceMs)
    return {
      mediaType: recorder.mimeType,
      level() {
        analyser.getFloatTimeDomainData(samples)
        return levelOf(samples)
      },
      stop() {
        if (recorder.state !== 'inactive') recorder.stop()
        return stopped
      },
    }
  } catch (error) {
    close()
    throw new MicrophoneError('unsupported', { cause: error })
  }
}

/** https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
function reasonOf(error: unknown): MicrophoneError['reason'] {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' ? 'missing' : 'busy'
}
