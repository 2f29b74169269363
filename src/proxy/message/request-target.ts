import { AppError } from '../../system/errors.ts'

const absoluteForm = /^https?:\/\/[^/?#]*/i
const leadingSlashes = /^[/\\]+/
/** `/./` and `/../` before the query, also escaped and with backslashes, which URL parsers take for slashes. */
const dotSegment = /^[^?]*?(?:[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:[/\\?#]|%2f|%5c|$)/i

/**
 * The path and query of a request target (RFC 9112, 3.2), as the upstream will see it: the absolute form loses its
 * authority, and `//host` cannot pass for one. Route tables have to look at this and not at `req.url`, so that both speak
 * of the same path. Throws `invalid` for anything that is no path, and for dot segments: browsers resolve them before
 * they ask, so here they only try to walk around a route's prefix.
 */
export function requestPath(url: string): string {
  const path = singleSlash(url.charCodeAt(0) === slash ? url : withoutAuthority(url))
  if (dotSegment.test(path)) throw new AppError('invalid', 'The address must not contain dot segments.')
  return path
}

/** `requestPath` without a prefix: `/app/api/x?q` is `/x?q` without `/app/api`. Another path stays as it is. */
export function upstreamPath(url: string, stripPrefix: string | undefined): string {
  const path = requestPath(url)
  if (stripPrefix === undefined || !path.startsWith(stripPrefix)) return path
  const rest = path.slice(stripPrefix.length)
  if (rest === '') return '/'
  if (rest.charCodeAt(0) === slash) return singleSlash(rest)
  return rest.charCodeAt(0) === questionMark ? `/${rest}` : path
}

const slash = 0x2f
const questionMark = 0x3f
const backslash = 0x5c

function withoutAuthority(url: string): string {
  const rest = url.replace(absoluteForm, '')
  if (rest === url) throw new AppError('invalid', 'The request target is not a path.')
  return rest.charCodeAt(0) === slash ? rest : `/${rest}`
}

function singleSlash(path: string): string {
  const second = path.charCodeAt(1)
  return second === slash || second === backslash ? path.replace(leadingSlashes, '/') : path
}
