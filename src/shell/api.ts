import * as v from 'valibot'

/** The platform refused a call: `status` is that of HTTP; 401 means that this device is not signed in. */
export class ApiError extends Error {
  readonly status: number

  constructor(method: string, path: string, status: number) {
    super(`${method} ${path} was answered with ${status}`)
    this.name = 'ApiError'
    this.status = status
  }
}

/** Calls the platform's API; the answer is parsed. Throws `ApiError`, or what `fetch` throws when there is no connection. */
export type Api = <T>(
  method: 'GET' | 'POST',
  path: string,
  answer: v.GenericSchema<unknown, T>,
  body?: object,
) => Promise<T>

/** A network that went to sleep with a request may never say so. */
const mostMs = 30_000

export function createApi(fetch: typeof globalThis.fetch): Api {
  return async (method, path, answer, body) => {
    const headers = { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) }
    const signal = AbortSignal.timeout(mostMs)
    const response = await fetch(path, {
      method,
      headers,
      signal,
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new ApiError(method, path, response.status)
    return v.parse(answer, await response.json())
  }
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401
}
