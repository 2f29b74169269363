import { AppError } from '../../system/errors.ts'
import { isHopByHop, removeNamedBy } from './hop-by-hop.ts'

export interface RequestHeaders {
  /** What goes to the upstream, without `Host` and forwarding headers: those are set anew. Names in lower case. */
  readonly flat: string[]
  readonly host: string | undefined
  readonly hasBody: boolean
  readonly acceptEncoding: string
  /** The protocol of the `Upgrade` field, in lower case. */
  readonly upgrade: string | undefined
}

const hostPattern = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

/**
 * Reads a request's header fields (`rawHeaders`) in one pass: hop-by-hop fields and what only a proxy may say are left
 * out. Throws `invalid` for every message whose end or whose host two parsers could see differently (RFC 9112, 6.3 and
 * 3.2): length and transfer coding together, either of them twice, a coding other than `chunked`, two hosts.
 */
export function readRequestHeaders(rawHeaders: readonly string[], httpVersionMinor: number): RequestHeaders {
  const flat: string[] = []
  let host: string | undefined
  let length: string | undefined
  let upgrade: string | undefined
  let isChunked = false
  let connection = ''
  let acceptEncoding = ''
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase()
    const value = rawHeaders[at + 1] as string
    switch (name) {
      case 'host':
        if (host !== undefined || !hostPattern.test(value)) throw invalid('Host')
        host = value
        continue
      case 'content-length':
        if (length !== undefined || !/^\d+$/.test(value)) throw invalid('Content-Length')
        length = value
        break
      case 'transfer-encoding':
        if (isChunked || httpVersionMinor === 0 || value.toLowerCase() !== 'chunked')
          throw invalid('Transfer-Encoding')
        isChunked = true
        continue
      case 'connection':
        connection = connection === '' ? value : `${connection},${value}`
        continue
      case 'upgrade':
        upgrade = value.toLowerCase()
        continue
      case 'accept-encoding':
        acceptEncoding = acceptEncoding === '' ? value : `${acceptEncoding},${value}`
        break
      default:
        if (isHopByHop(name) || isSaidByProxies(name)) continue
    }
    flat.push(name, value)
  }
  if (isChunked && length !== undefined) throw invalid('Content-Length')
  if (connection !== '') removeNamedBy(connection, flat)
  const hasBody = isChunked || (length !== undefined && Number(length) > 0)
  return { flat, host, hasBody, acceptEncoding, upgrade }
}

/** What a client could use to pass for another address or host, if we believed it. */
function isSaidByProxies(name: string): boolean {
  return (
    name.startsWith('x-forwarded-') ||
    name.startsWith('cf-') ||
    name === 'forwarded' ||
    name === 'x-real-ip' ||
    name === 'true-client-ip'
  )
}

function invalid(field: string): AppError {
  return new AppError('invalid', `The request’s ${field} header cannot be accepted.`, { field })
}
