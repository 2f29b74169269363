import type { ClaudeErrorCode } from '../error-codes.ts'
import { errorCodeOf, type ProviderFacts } from '../errors.ts'
import type { ApiRetryMessage } from '../sdk-messages.ts'

const why: Partial<Record<ClaudeErrorCode, string>> = {
  'rate-limit': 'The provider wants a pause.',
  overloaded: 'The provider has too much to do.',
  unreachable: 'The connection to the provider failed.',
  'provider-error': 'The provider answered with an error.',
}

/** What is going on while the engine waits to try again. */
export function retryWords(retry: ApiRetryMessage, provider: ProviderFacts): string {
  const { error_status: status, error, attempt, max_retries, retry_delay_ms } = retry
  // Without a status there was no answer, or it broke off.
  const type = status === null ? `connection_failed ${error}` : error
  const reason = why[errorCodeOf({ status, type, text: '' }, provider)] ?? 'The last try failed.'
  const seconds = Math.max(1, Math.round(retry_delay_ms / 1000))
  return `${reason} Trying again in ${seconds} s (${attempt} of ${max_retries}).`
}
