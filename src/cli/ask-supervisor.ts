import * as v from 'valibot'
import { AppError, messageOf } from '../system/errors.ts'
import type { RunningSupervisor } from '../system/running-supervisor.ts'

const timeoutMs = 10_000

/** Asks the API of the supervisor that runs. Throws `unavailable` when it does not answer, or not as `schema` says. */
export async function askSupervisor<T>(
  { url, token }: RunningSupervisor,
  request: { method: 'GET' | 'POST'; path: string },
  schema: v.GenericSchema<unknown, T>,
): Promise<T> {
  let response: Response
  let body: unknown
  try {
    response = await fetch(`${url}${request.path}`, {
      method: request.method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    })
    body = await response.json()
  } catch (error) {
    throw new AppError('unavailable', `Bloby runs but does not answer at ${url}: ${messageOf(error)}`, {
      cause: error,
    })
  }
  const result = v.safeParse(schema, body)
  if (!response.ok || !result.success)
    throw new AppError('unavailable', `Bloby at ${url} did not understand. Is it of another version?`)
  return result.output
}
