import type { Notice } from '../../protocol/turn-parts.ts'
import { AppError, codeOf, messageOf } from '../../system/errors.ts'
import type { ClaudeProvider } from './claude-provider.ts'
import type { ClaudeErrorCode } from './error-codes.ts'
import { errorWords } from './error-words.ts'
import { readSdkMessage, type SdkMessage } from './sdk-messages.ts'

export type ProviderFacts = Pick<ClaudeProvider, 'kind' | 'model' | 'baseUrl' | 'auth'>

/** What is known of something that failed. Every field may be missing or wrong: servers differ. */
export interface Failure {
  /** HTTP status; null or missing when no answer came. */
  status?: number | null | undefined
  /** `error.type` of the Messages API, or the engine's own word such as `billing_error` or `connection_failed`. */
  type?: string | undefined
  /** What the provider or the engine said; for a request of our own that threw, the message and code of its error. */
  text: string
  /** When a rate limit ends; ms since 1970. */
  retryAt?: number | undefined
}

/**
 * The words for the owner about a failure, with the next step. `now` (ms since 1970) is for the time at which a rate limit ends. What
 * the provider said is part of the words where it helps, without secrets.
 */
export function errorNotice(failure: Failure, provider: ProviderFacts, now: number): Notice {
  const code = errorCodeOf(failure, provider)
  const level = code === 'step-limit' || code === 'session-lost' ? 'info' : 'error'
  const words = errorWords(code, { ...failure, text: maskSecrets(failure.text) }, provider, now)
  return { level, code, ...words }
}

/** The same for what was thrown: a process that could not be started or ended by itself, with the end of what it wrote to stderr. */
export function processNotice(
  error: unknown,
  stderrTail: string,
  provider: ProviderFacts,
  now: number,
): Notice {
  if (error instanceof AppError)
    return { level: 'error', code: 'engine-failed', text: error.message, action: 'retry' }
  const inner = error instanceof Error ? error.cause : undefined
  const text = [messageOf(error), codeOf(error), codeOf(inner), stderrTail.trim()].filter(Boolean).join('\n')
  return errorNotice({ text }, provider, now)
}

/** What kind of failure it is, by all that tells: status, type and words. */
export function errorCodeOf({ status, type = '', text }: Failure, provider: ProviderFacts): ClaudeErrorCode {
  const says = (pattern: RegExp) => pattern.test(type) || pattern.test(text)
  if (says(/sandbox_required_unavailable|sandbox required but unavailable/i)) return 'sandbox-missing'
  if (says(/no conversation found/i)) return 'session-lost'
  if (says(/\berror_max_turns\b|maximum number of turns/)) return 'step-limit'
  if (says(/\berror_max_budget_usd\b|reached maximum budget/i)) return 'budget'
  if (says(/\brefusal\b/)) return 'refused'
  if (
    says(/billing_error|credit balance|out of credits|insufficient (funds|credit|quota)/i) ||
    status === 402
  )
    return 'no-credit'
  if (
    says(/prompt_too_long|prompt is too long|request_too_large|context (length|window)|too many tokens/i) ||
    status === 413
  )
    return 'context-too-long'
  if (says(/login expired|oauth token|token_expired|re-?authenticate/i)) return 'login-expired'
  if (says(/not logged in|run \/login|missing api key|x-api-key header is required/i))
    return provider.auth === 'login' ? 'login-expired' : 'no-key'
  if (status === 401) return provider.auth === 'login' ? 'login-expired' : 'bad-key'
  if (status === 403 || says(/permission_error|oauth_org_not_allowed|account_on_hold|verification_required/))
    return 'not-allowed'
  if (says(/authentication_failed|authentication_error|invalid api key|invalid x-api-key/i))
    return provider.auth === 'login' ? 'login-expired' : 'bad-key'
  if (says(/model_not_found|issue with the selected model|model .*not found|try pulling it/i))
    return 'model-not-found'
  if (status === 404) return /not_found_error/.test(type) || text === '' ? 'model-not-found' : 'bad-request'
  if (status === 429 || says(/rate_limit|you've hit your|usage limit/i)) return 'rate-limit'
  if (status === 529 || status === 503 || says(/overloaded/i)) return 'overloaded'
  if (status != null && status >= 500) return 'provider-error'
  if (status != null && status >= 400) return 'bad-request'
  if (says(unreachable)) return 'unreachable'
  if (says(/invalid_request/)) return 'bad-request'
  if (says(/server_error|api_error|unknown/)) return 'provider-error'
  return 'engine-failed'
}

const unreachable =
  /connection_failed|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR|CERT_|SELF_SIGNED|SSL|fetch failed|connection (error|refused|dropped)|unable to connect|timed? ?out|socket hang up|no_response/i

const pointless: readonly ClaudeErrorCode[] = [
  'no-key',
  'bad-key',
  'login-expired',
  'not-allowed',
  'no-credit',
  'model-not-found',
  'context-too-long',
  'bad-request',
]

/** Whether a result says that the session to go on with is not there. Then begin a new one; the mapper need not see this message. */
export function isLostSession(message: SdkMessage): boolean {
  const read = readSdkMessage(message)
  return (
    read?.type === 'result' &&
    read.is_error &&
    (read.errors ?? []).some((text) => text.startsWith('No conversation found'))
  )
}

/**
 * Whether the engine tries again although it can't get better: a wrong key, no credit, an unknown model. Then interrupt it, and give
 * the message to the mapper all the same: it ends the turn with the right words.
 */
export function shouldGiveUp(message: SdkMessage): boolean {
  const read = readSdkMessage(message)
  if (read?.type !== 'system' || read.subtype !== 'api_retry') return false
  const { error_status: status, error: type } = read
  // 408 and 409 pass: they ask for another try.
  if (status === 408 || status === 409) return false
  return pointless.includes(
    errorCodeOf({ status, type, text: '' }, { kind: 'anthropic', model: '', auth: 'key' }),
  )
}

/** Puts dots where a key or token stands: providers repeat what they were sent. */
export function maskSecrets(text: string): string {
  return text
    .replace(/\bsk-[A-Za-z0-9_-]{6,}/g, (key) => `${key.startsWith('sk-ant-') ? 'sk-ant-' : 'sk-'}…`)
    .replace(/\b(Bearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi, '$1…')
    .replace(/((?:api[_-]?key|token|secret|password)["']?\s*[:=]\s*["']?)[^\s"',;]{6,}/gi, '$1…')
    .replace(/(\/\/)[^\s/@:]+:[^\s/@]+@/g, '$1…@')
}
