import { isIP } from 'node:net'

/** What a passkey is bound to: a host name (WebAuthn's RP ID), and the origins at which browsers may use it. */
export interface PasskeySite {
  host: string
  origins: string[]
}

/**
 * The site that a request came to, whose host the gate has found to be ours; undefined at an IP address, which can have no passkeys.
 * Browsers have them on https, and on localhost without it. Where there is TLS it ends before us, so that the scheme is not in the request.
 */
export function passkeySite(request: Request): PasskeySite | undefined {
  const { hostname, host } = new URL(request.url)
  if (hostname.startsWith('[') || isIP(hostname) !== 0) return undefined
  const origins = [`https://${host}`, ...(hostname === 'localhost' ? [`http://${host}`] : [])]
  return { host: hostname, origins }
}
