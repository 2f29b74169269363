import * as v from 'valibot'
import { errorBody } from '../../protocol/api.ts'
import { texts } from '../texts.ts'
import { ApiError } from './api-error.ts'

export type Api = ReturnType<typeof createApi>

/**
 * Calls the platform's API on the page's own origin; the session is the cookie. Every failure is an `ApiError`, and a 401 also
 * calls `onUnauthorized`, unless the call says that it expects one.
 */
export function createApi(deps: { fetch: typeof fetch; onUnauthorized: () => void }) {
  async function call(
    method: string,
    path: string,
    body?: unknown,
    options: CallOptions = {},
  ): Promise<unknown> {
    const response = await answerOf(method, path, body)
    if (response.ok) return response.status === 204 ? undefined : await jsonOf(response)
    if (response.status === 401 && !options.mayBeUnauthorized) deps.onUnauthorized()
    throw await errorOf(response)
  }

  async function answerOf(method: string, path: string, body: unknown): Promise<Response> {
    try {
      return await deps.fetch(path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        headers: {
          accept: 'application/json',
          ...(body !== undefined && {
            'content-type': body instanceof Blob ? 'application/octet-stream' : 'application/json',
          }),
        },
        ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }),
      })
    } catch (cause) {
      throw new ApiError(texts.errors.unreachable, { status: 0, code: 'unavailable', cause })
    }
  }

  return {
    async get<T>(path: string, schema: v.GenericSchema<unknown, T>, options?: CallOptions): Promise<T> {
      return parse(schema, await call('GET', path, undefined, options))
    },
    /** Sends a body whose answer matters. */
    async ask<T>(
      method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
      path: string,
      body: unknown,
      schema: v.GenericSchema<unknown, T>,
    ): Promise<T> {
      return parse(schema, await call(method, path, body))
    },
    post: (path: string, body: unknown = {}, options?: CallOptions) => call('POST', path, body, options),
    patch: (path: string, body: unknown) => call('PATCH', path, body),
    /** Sends a file as it is; the platform looks itself what it is. */
    put: (path: string, file: Blob) => call('PUT', path, file),
    delete: (path: string) => call('DELETE', path),
  }
}

interface CallOptions {
  /** The caller deals with a 401 itself. */
  mayBeUnauthorized?: boolean
}

function parse<T>(schema: v.GenericSchema<unknown, T>, answer: unknown): T {
  const result = v.safeParse(schema, answer)
  if (result.success) return result.output
  throw new ApiError(texts.errors.unreadable, { status: 200, code: 'internal' })
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const parsed = v.safeParse(errorBody, await jsonOf(response))
  const retryAfterSeconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  const error = parsed.success ? parsed.output.error : { code: 'internal', message: texts.errors.unknown }
  return new ApiError(error.message, {
    status: response.status,
    code: error.code,
    ...('field' in error && error.field !== undefined && { field: error.field }),
    ...(Number.isFinite(retryAfterSeconds) && { retryAfterSeconds }),
  })
}
