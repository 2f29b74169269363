import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'

/** The JSON object that a request carries; anything else is answered with 400. */
export async function readBody(c: Context): Promise<Record<string, unknown>> {
  const body: unknown = await c.req.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw badRequest('Send a JSON object.')
  return { ...body }
}

/** Throw it to answer 400 with these words. */
export function badRequest(message: string): HTTPException {
  return new HTTPException(400, { message })
}
