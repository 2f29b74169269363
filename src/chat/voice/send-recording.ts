import * as v from 'valibot'
import { errorBody } from '../../protocol/api.ts'
import { transcriptAnswer } from '../../protocol/settings.ts'
import type { Voice } from '../../protocol/turn-parts.ts'
import { texts } from '../texts.ts'

/** What was said, or why that is not known, with words about it where the owner can do something. */
export type Transcript = { text: string } | { missing: NonNullable<Voice['missing']>; why?: string }

export type Transcribe = (sound: Blob, signal?: AbortSignal) => Promise<Transcript>

/**
 * Has the platform turn sound into text. A refusal of the platform's is an answer; without any answer of its own, or without a
 * session, this throws in words, and is to be tried again.
 */
export const transcribeSound: Transcribe = async (sound, signal) => {
  const response = await fetch('/api/whisper/transcribe', {
    method: 'POST',
    body: sound,
    credentials: 'same-origin',
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    throw new Error(texts.errors.unreachable, { cause })
  })
  const body: unknown = await response.json().catch(() => undefined)
  const answer = v.safeParse(transcriptAnswer, body)
  if (answer.success) return answer.output.text === '' ? { missing: 'silent' } : answer.output
  const refusal = v.safeParse(errorBody, body)
  // Without the platform's own words, something between here and there has answered.
  if (!refusal.success) throw new Error(texts.errors.unreachable)
  const { field, message } = refusal.output.error
  if (response.status === 401) throw new Error(message)
  return { missing: field === 'voiceKey' ? 'key' : 'failed', why: message }
}
