import { plainBaseUrl } from '../provider-settings.ts'
import type { Secrets } from '../store/secrets.ts'
import type { Settings } from '../store/settings.ts'

/** Who turns speech into text. `baseUrl` is without `/v1`. */
export interface VoiceServer {
  baseUrl: string
  isOpenAi: boolean
  model: string
  apiKey?: string
}

export interface VoiceStores {
  settings: Pick<Settings, 'get'>
  secrets: Pick<Secrets, 'get'>
}

const openAi = 'https://api.openai.com'

/** The address that audio goes to, and that the key is kept for. `given`, such as in a field, stands for the one in the settings. */
export function voiceAddress(settings: Pick<Settings, 'get'>, given?: string): string {
  const address = given === undefined ? settings.get('voiceBaseUrl') : plainBaseUrl(given, 'voiceBaseUrl')
  return address || openAi
}

/** The server with its key; what `given` holds comes first, and a stored key goes to its own server only. */
export function voiceServer(
  { settings, secrets }: VoiceStores,
  given: { voiceKey?: string | undefined; voiceBaseUrl?: string | undefined } = {},
): VoiceServer {
  const baseUrl = voiceAddress(settings, given.voiceBaseUrl)
  const isOpenAi = baseUrl === openAi
  const apiKey = given.voiceKey || secrets.get('voice', baseUrl)
  return {
    baseUrl,
    isOpenAi,
    // The first name of all, which servers of the same API take for whatever model they have.
    model: isOpenAi ? 'gpt-4o-mini-transcribe' : 'whisper-1',
    ...(apiKey !== undefined && { apiKey }),
  }
}
