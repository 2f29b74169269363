import { isHopByHop, removeNamedBy } from './hop-by-hop.ts'

/** Header fields as undici gives them, names in lower case. */
export type FieldsByName = Record<string, string | string[] | undefined>

/**
 * A response's header fields for the client, as a flat array: without hop-by-hop fields, several `Set-Cookie` kept.
 * `mayHaveTrailers`: the body goes out in chunks, so that the announcement of trailers can stay.
 */
export function readResponseHeaders(
  headers: FieldsByName,
  status: number,
  mayHaveTrailers: boolean,
): string[] {
  const flat: string[] = []
  const hasNoLength = status === 204 || headers['transfer-encoding'] !== undefined
  for (const name in headers) {
    if (isHopByHop(name) && !(mayHaveTrailers && name === 'trailer')) continue
    if (hasNoLength && name === 'content-length') continue
    const value = headers[name]
    if (typeof value === 'string') flat.push(name, value)
    else if (value !== undefined) for (const one of value) flat.push(name, one)
  }
  const { connection } = headers
  if (connection !== undefined) removeNamedBy(String(connection), flat)
  return flat
}

/** Trailers for the client. What frames or routes a message is not accepted so late (RFC 9110, 6.5.1). */
export function readTrailers(trailers: FieldsByName): [string, string][] {
  const pairs: [string, string][] = []
  for (const name in trailers) {
    if (isHopByHop(name) || forbiddenTrailers.has(name)) continue
    const value = trailers[name]
    if (typeof value === 'string') pairs.push([name, value])
    else if (value !== undefined) for (const one of value) pairs.push([name, one])
  }
  return pairs
}

const forbiddenTrailers = new Set([
  'content-length',
  'content-encoding',
  'content-type',
  'content-range',
  'cache-control',
  'host',
  'location',
  'set-cookie',
])
