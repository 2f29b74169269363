import * as v from 'valibot'
import { maxContentLength } from '../../protocol/queue.ts'
import { AppError } from '../../system/errors.ts'
import { audioFileName, audioTypeOf } from './audio-type.ts'
import { explainVoiceRefusal, explainVoiceSilence, notTranscription } from './explain-voice-failure.ts'
import type { VoiceServer } from './voice-server.ts'

export const maxAudioBytes = 10 * 1024 * 1024
const mostAnswerBytes = 4 * 1024 * 1024
/** Ten minutes of speech take half a minute; a tunnel gives up on a request after 100 s. */
const timeoutMs = 90_000

const answerShape = v.object({ text: v.string() })

/**
 * The words in a recording, by OpenAI's transcription API: a multipart `POST /v1/audio/transcriptions`
 * (https://platform.openai.com/docs/api-reference/audio/createTranscription). Empty when nothing was said. Follows no redirect, which
 * might take audio and key elsewhere.
 * @throws AppError in words that say what to do, without audio or key in it
 */
export async function transcribe(server: VoiceServer, audio: Uint8Array<ArrayBuffer>): Promise<string> {
  if (audio.byteLength > maxAudioBytes)
    throw new AppError('too-large', 'This recording is too large: 10 MB is the most that can be transcribed.')
  const type = audioTypeOf(audio)
  if (type === undefined)
    throw new AppError(
      'invalid',
      'This is no recording that can be transcribed: send WebM, MP4, Ogg, MP3 or WAV.',
    )
  if (server.apiKey === undefined && server.isOpenAi)
    throw new AppError('invalid', 'There is no key for voice yet. Add one in the settings, under Voice.', {
      field: 'voiceKey',
    })
  const form = new FormData()
  form.append('file', new Blob([audio], { type }), audioFileName(type))
  form.append('model', server.model)
  form.append('response_format', 'json')

  let response: Response
  let text: string
  try {
    response = await fetch(`${server.baseUrl}/v1/audio/transcriptions`, {
      method: 'POST',
      body: form,
      headers: {
        accept: 'application/json',
        ...(server.apiKey !== undefined && { authorization: `Bearer ${server.apiKey}` }),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    text = await readText(response)
  } catch (error) {
    throw explainVoiceSilence(server, error, timeoutMs)
  }
  const body = parseJson(text)
  if (!response.ok)
    throw explainVoiceRefusal(server, { status: response.status, headers: response.headers, body })
  const answer = v.safeParse(answerShape, body)
  if (!answer.success) throw notTranscription(server)
  return answer.output.text.trim().slice(0, maxContentLength)
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength
    if (length > mostAnswerBytes) throw new Error('its answer has no end')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A page of a web server, say: what that means is told by who asked.
    return undefined
  }
}
