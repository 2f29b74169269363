import type { ServerResponse } from 'node:http'
import type { Failure } from './script.ts'

/** What Anthropic says with each status, from its page on errors. */
const known: Record<number, { type: string; message: string }> = {
  400: {
    type: 'invalid_request_error',
    message:
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  },
  401: { type: 'authentication_error', message: 'invalid x-api-key' },
  403: {
    type: 'permission_error',
    message: 'Your API key does not have permission to use the specified resource.',
  },
  404: { type: 'not_found_error', message: 'Not found' },
  413: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
  429: {
    type: 'rate_limit_error',
    message: 'This request would exceed your account’s rate limit. Please try again later.',
  },
  500: { type: 'api_error', message: 'Internal server error' },
  529: { type: 'overloaded_error', message: 'Overloaded' },
}

/** Sends an error in Anthropic's shape. `retryAfter` in seconds. */
export function sendApiError(response: ServerResponse, failure: Omit<Failure, 'times'>): void {
  const { error: status, retryAfter } = failure
  const type = failure.type ?? known[status]?.type ?? 'api_error'
  const message = failure.message ?? known[status]?.message ?? `Status ${status}`
  response.writeHead(status, {
    'content-type': 'application/json',
    ...failure.headers,
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  })
  response.end(JSON.stringify({ type: 'error', error: { type, message }, request_id: 'req_fake' }))
}
