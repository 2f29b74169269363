import type { ProviderTestAnswer } from '../../protocol/settings.ts'
import { AppError } from '../../system/errors.ts'
import { transcribe } from './transcribe.ts'
import type { VoiceServer } from './voice-server.ts'

/** Sends a second of silence: it costs next to nothing, and asks all that a recording asks. Never rejects for what a server does. */
export async function checkVoice(server: VoiceServer): Promise<ProviderTestAnswer> {
  try {
    await transcribe(server, silence())
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { isOk: false, code: error.kind, text: error.message }
  }
  const name = server.isOpenAi ? 'OpenAI' : 'The server'
  return { isOk: true, code: 'ok', text: `${name} transcribes. This test cost next to nothing.` }
}

/** A WAV of one second, mono, 16 bit: http://soundfile.sapp.org/doc/WaveFormat/ */
function silence(): Uint8Array<ArrayBuffer> {
  const rate = 16_000
  const bytes = new Uint8Array(44 + rate * 2)
  const view = new DataView(bytes.buffer)
  const write = (at: number, text: string) => bytes.set(Buffer.from(text, 'latin1'), at)
  write(0, 'RIFF')
  view.setUint32(4, bytes.length - 8, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  write(36, 'data')
  view.setUint32(40, rate * 2, true)
  return bytes
}
