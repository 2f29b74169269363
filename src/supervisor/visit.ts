import type { IncomingMessage } from 'node:http'
import { requestPath } from '../proxy/message/request-target.ts'
import { AppError } from '../system/errors.ts'

/** A request as the gate lets it on: its target is a clean path. */
export interface Visit {
  /** The percent-encoded path, without query. */
  path: string
  host: string
  /** Of the peer: nobody's word is taken for another address. */
  address: string
  isHttps: boolean
  isNavigation: boolean
}

/**
 * Reads what a request is addressed to, in the same way as the proxy that passes it on, because access is decided by this path.
 * Escaped slashes and the like, which the next program may read differently, are refused with `invalid`.
 */
export function readVisit(request: IncomingMessage): Visit {
  if (countHosts(request.rawHeaders) !== 1) throw new AppError('invalid', 'A request names one host.')
  const [path = '/'] = requestPath(request.url ?? '/').split('?', 1)
  if (/\\|%2f|%5c|%00/i.test(path)) throw new AppError('invalid', 'This address is not one of ours.')
  return {
    path,
    host: request.headers.host ?? '',
    address: request.socket.remoteAddress ?? 'unknown',
    // Both servers speak plain HTTP: where there is TLS, it ends before us.
    isHttps: false,
    isNavigation: isNavigation(request),
  }
}

/** Node keeps the first of several `Host` headers, and the next program may keep the last. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (rawHeaders[at]?.length === 4 && rawHeaders[at]?.toLowerCase() === 'host') count++
  return count
}

function isNavigation({ method, headers }: IncomingMessage): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const mode = headers['sec-fetch-mode']
  return mode === undefined ? (headers.accept ?? '').includes('text/html') : mode === 'navigate'
}
