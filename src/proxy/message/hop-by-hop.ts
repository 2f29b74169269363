/**
 * Whether a field (lower case) belongs to one connection only and is never passed on (RFC 9110, 7.6.1). `expect` is
 * among them because we answer it ourselves, `http2-settings` because it would ask for another protocol.
 */
export function isHopByHop(name: string): boolean {
  switch (name) {
    case 'connection':
    case 'keep-alive':
    case 'proxy-connection':
    case 'proxy-authenticate':
    case 'proxy-authorization':
    case 'te':
    case 'trailer':
    case 'transfer-encoding':
    case 'upgrade':
    case 'expect':
    case 'http2-settings':
      return true
    default:
      return false
  }
}

/** Removes from a flat header array every field that a `Connection` field names, framing and `Host` apart. */
export function removeNamedBy(connection: string, flat: string[]): void {
  const value = connection.toLowerCase()
  if (value === 'keep-alive' || value === 'close' || value === 'upgrade') return
  const named = new Set(value.split(',').map((token) => token.trim()))
  for (const needed of ['host', 'content-length']) named.delete(needed)
  let kept = 0
  for (let at = 0; at < flat.length; at += 2) {
    const name = flat[at] as string
    if (named.has(name)) continue
    flat[kept++] = name
    flat[kept++] = flat[at + 1] as string
  }
  flat.length = kept
}
