import type * as v from 'valibot'
import { type transcriptAnswer, voiceTestBody } from '../../protocol/settings.ts'
import type { ApiDeps } from '../api-deps.ts'
import { readBytes } from '../api-request.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { checkVoice } from '../voice/check-voice.ts'
import { maxAudioBytes, transcribe } from '../voice/transcribe.ts'
import { voiceServer } from '../voice/voice-server.ts'

/** Speech to text, by the owner's key for voice. */
export function whisperRoutes(stores: Pick<ApiDeps, 'settings' | 'secrets'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'POST',
      path: '/api/whisper/transcribe',
      access: 'session',
      async handle({ received }): Promise<v.InferOutput<typeof transcriptAnswer>> {
        return { text: await transcribe(voiceServer(stores), await readBytes(received(maxAudioBytes))) }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/whisper/test',
      access: 'session',
      body: voiceTestBody,
      handle: ({ body }) => checkVoice(voiceServer(stores, body)),
    }),
  ]
}
