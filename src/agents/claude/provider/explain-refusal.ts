import * as v from 'valibot'
import type { ClaudeErrorCode } from '../error-codes.ts'
import { addressOf, keyPage, nameOf, ProviderFailure, type ProviderServer } from './provider-failure.ts'

export interface Refusal {
  status: number
  headers: Headers
  /** The parsed JSON, or undefined when it was something else. */
  body: unknown
}

/** Anthropic's shape, https://docs.claude.com/en/api/errors, which OpenAI's is close to; Ollama's is the text alone. */
const errorShape = v.object({
  error: v.union([
    v.pipe(
      v.string(),
      v.transform((message) => ({ type: '', message })),
    ),
    v.object({ type: v.optional(v.nullable(v.string()), ''), message: v.string() }),
  ]),
})

/** Says what an answer other than 2xx means and what to do about it. */
export function explainRefusal(server: ProviderServer, path: string, refusal: Refusal): ProviderFailure {
  const { status, headers } = refusal
  const name = nameOf(server)
  const { type, message } = readError(refusal.body)
  const said = quote(message, server.apiKey)
  const fail = (code: ClaudeErrorCode, text: string) => new ProviderFailure(code, text)

  if (status >= 300 && status < 400)
    return fail('provider-error', `${name} sends requests elsewhere${target(headers)}. Use that address.`)
  if (status === 401) return explainKey(server, name)
  if (status === 402 || /credit balance is too low|insufficient (credit|balance|quota)/i.test(message))
    return fail(
      'no-credit',
      server.provider === 'anthropic'
        ? 'The key is good, but its account has no credit left. Add some at https://platform.claude.com/settings/billing.'
        : `${name} says that the account has no credit left.${said}`,
    )
  if (status === 403) return fail('not-allowed', `${name} knows the key, but it may not do this.${said}`)
  if (status === 404 && server.model !== '' && (type === 'not_found_error' || /model/i.test(message)))
    return fail('model-not-found', explainModel(server, name))
  if ((status === 404 || status === 405) && server.provider === 'ollama')
    return fail('provider-error', `Something answers at ${addressOf(server)}, but it is not Ollama.`)
  if (status === 404 || status === 405)
    return fail(
      'provider-error',
      `There is no Messages API at ${addressOf(server)}${path}. Check the address: it is what stands before /v1.`,
    )
  if (status === 429)
    return fail('rate-limit', `${name} allows no more requests for now.${whenToTry(headers)}${said}`)
  if (status === 529 || status === 503)
    return fail('overloaded', `${name} is overloaded.${whenToTry(headers) || ' Try again in a minute.'}`)
  if (status >= 500) return fail('provider-error', `${name} has a problem of its own (${status}).${said}`)
  return fail('bad-request', `${name} did not take the request (${status}).${said}`)
}

function explainKey({ provider, baseUrl, apiKey }: ProviderServer, name: string): ProviderFailure {
  if (apiKey === undefined) return new ProviderFailure('no-key', `${name} wants an API key.`)
  const way = provider === 'compatible' ? 'as x-api-key and as a Bearer token' : 'as x-api-key'
  const next =
    provider === 'anthropic' && baseUrl === undefined
      ? `create a new one at ${keyPage}`
      : `ask for a new one where the server is run. The key is sent ${way}`
  return new ProviderFailure(
    'bad-key',
    `${name} does not accept this key. Check that all of it was copied, or ${next}.`,
  )
}

function explainModel({ provider, model }: ProviderServer, name: string): string {
  if (provider === 'ollama') return `Ollama does not have ${model}. Get it with “ollama pull ${model}”.`
  return `${name} has no model named ${model}. Choose another one.`
}

function readError(body: unknown): { type: string; message: string } {
  const result = v.safeParse(errorShape, body)
  if (!result.success) return { type: '', message: '' }
  const { type, message } = result.output.error
  return { type: type ?? '', message }
}

/** What the server said, short, and without the key, which some repeat. */
function quote(message: string, apiKey: string | undefined): string {
  const plain = (apiKey ? message.replaceAll(apiKey, '…') : message).replaceAll(/\s+/g, ' ').trim()
  return plain === '' ? '' : ` It says: “${plain.slice(0, 300)}”`
}

function target(headers: Headers): string {
  const url = URL.parse(headers.get('location') ?? '')
  return url === null ? '' : `, to ${url.origin}`
}

/** From `Retry-After`, in seconds or as a date. */
function whenToTry(headers: Headers): string {
  const value = headers.get('retry-after') ?? ''
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1000)
  if (!(seconds > 0)) return ''
  if (seconds < 120) return ` Try again in ${seconds} s.`
  return ` Try again in ${Math.ceil(seconds / 60)} minutes.`
}
