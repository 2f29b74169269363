import * as v from 'valibot'
import { sessionAnswer } from '../../src/protocol/api.ts'

export interface ApiClient {
  readonly token: string
  /** Calls the platform with the session's token; `body` is sent as JSON. */
  fetch(path: string, options?: { method?: string; body?: unknown }): Promise<Response>
}

/**
 * Sets the password with the code of the setup link and signs in; the wizard counts as done, unless a test is about it. Throws when
 * the platform refuses.
 */
export async function claim(
  { url, setupUrl }: { url: string; setupUrl: string | null },
  { password, name, isOnboarded = true }: { password: string; name?: string; isOnboarded?: boolean },
): Promise<ApiClient> {
  const code = new URL(setupUrl ?? '').hash.replace('#setup=', '')
  const api = await signIn(url, '/api/portal/claim', { code, password, ...(name !== undefined && { name }) })
  if (isOnboarded) await api.fetch('/api/onboard', { method: 'PUT', body: { isDone: true } })
  return api
}

export async function login({ url }: { url: string }, password: string): Promise<ApiClient> {
  return await signIn(url, '/api/portal/login', { password })
}

async function signIn(url: string, path: string, body: object): Promise<ApiClient> {
  const response = await send(`${url}${path}`, { method: 'POST', body })
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`)
  const { token } = v.parse(sessionAnswer, await response.json())
  return {
    token,
    fetch: (path, options) => send(`${url}${path}`, options, { authorization: `Bearer ${token}` }),
  }
}

function send(
  url: string,
  { method = 'GET', body }: { method?: string; body?: unknown } = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  if (body === undefined) return fetch(url, { method, headers })
  return fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
