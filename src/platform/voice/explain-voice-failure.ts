import * as v from 'valibot'
import { AppError, codeOf, messageOf } from '../../system/errors.ts'
import type { VoiceServer } from './voice-server.ts'

interface Refusal {
  status: number
  headers: Headers
  /** The parsed JSON, or undefined when it was something else. */
  body: unknown
}

/** https://platform.openai.com/docs/guides/error-codes */
const errorShape = v.object({
  error: v.object({ message: v.string(), code: v.optional(v.nullable(v.union([v.string(), v.number()]))) }),
})

/** Says what an answer other than 2xx means and what to do about it. */
export function explainVoiceRefusal(server: VoiceServer, { status, headers, body }: Refusal): AppError {
  const name = nameOf(server)
  const { code, message } = readError(body)
  const said = quote(message, server.apiKey)
  if (status >= 300 && status < 400)
    return unavailable(`${name} sends requests elsewhere. Enter the address that it names in the settings.`)
  // What is said of a key may repeat a part of it.
  if (status === 401) return badKey(server, name)
  if (status === 402 || code === 'insufficient_quota' || /exceeded your current quota/i.test(message))
    return unavailable(
      server.isOpenAi
        ? 'The key for voice is good, but its account has no credit left. Add some at https://platform.openai.com/settings/organization/billing.'
        : `${name} says that the account has no credit left.${said}`,
    )
  if (status === 403) return unavailable(`${name} knows the key, but it may not transcribe.${said}`)
  if (status === 429) {
    const seconds = secondsToWait(headers)
    return new AppError(
      'rate-limited',
      `${name} takes no more recordings for now. Try again in ${seconds === undefined ? 'a minute' : `${seconds} s`}.`,
      { ...(seconds !== undefined && { retryAfterSeconds: seconds }) },
    )
  }
  if (status === 413 || /too (long|large)|longer than|maximum content size/i.test(message))
    return new AppError('too-large', `This recording is too long for ${nameInside(server)}.${said}`)
  if (status === 404 && /model/i.test(message))
    return unavailable(`${name} has no model named ${server.model}.${said}`)
  if (status === 404 || status === 405) return notTranscription(server)
  if (status >= 500)
    return unavailable(`${name} has a problem of its own (${status}). Try again in a minute.`)
  return new AppError('invalid', `${name} could not use this recording (${status}).${said}`)
}

/** Says why no answer came, or none that could be read. */
export function explainVoiceSilence(server: VoiceServer, error: unknown, timeoutMs: number): AppError {
  const name = nameOf(server)
  const { host, hostname } = new URL(server.baseUrl)
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = codeOf(cause) ?? ''
  const network = 'Check this computer’s network and try again.'
  if (error instanceof Error && error.name === 'TimeoutError')
    return unavailable(`${name} did not answer within ${timeoutMs / 1000} s. Try again.`, error)
  if (code === 'ECONNREFUSED')
    return unavailable(`Nothing answers at ${host}. Is the server for voice running?`, error)
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return unavailable(`${hostname} cannot be found. ${network}`, error)
  if (/CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|UNABLE_TO/.test(code))
    return unavailable(`The certificate of ${hostname} is not trusted (${code}), so nothing was sent.`, error)
  return unavailable(`${name} cannot be reached (${code || messageOf(cause)}). ${network}`, error)
}

export function notTranscription(server: VoiceServer): AppError {
  return unavailable(
    `There is no transcription API at ${server.baseUrl}. Check the address in the settings: it is what stands before /v1.`,
  )
}

function badKey(server: VoiceServer, name: string): AppError {
  const words =
    server.apiKey === undefined
      ? `${name} wants a key. Add it in the settings, under Voice.`
      : `${name} does not accept the key for voice. Check it in the settings, under Voice, or create a new one.`
  return new AppError('invalid', words, { field: 'voiceKey' })
}

/** How a sentence about the server begins. */
function nameOf(server: VoiceServer): string {
  return server.isOpenAi ? 'OpenAI' : `The server at ${server.baseUrl}`
}

function nameInside(server: VoiceServer): string {
  return server.isOpenAi ? 'OpenAI' : `the server at ${server.baseUrl}`
}

function unavailable(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', message, { cause })
}

function readError(body: unknown): { code: string; message: string } {
  const result = v.safeParse(errorShape, body)
  if (!result.success) return { code: '', message: '' }
  const { code, message } = result.output.error
  return { code: String(code ?? ''), message }
}

/** What the server said, short, and without the key, which some repeat. */
function quote(message: string, apiKey: string | undefined): string {
  const plain = (apiKey ? message.replaceAll(apiKey, '…') : message).replaceAll(/\s+/g, ' ').trim()
  return plain === '' ? '' : ` It says: “${plain.slice(0, 300)}”`
}

function secondsToWait(headers: Headers): number | undefined {
  const value = headers.get('retry-after') ?? ''
  return /^\d{1,5}$/.test(value) ? Number(value) : undefined
}
