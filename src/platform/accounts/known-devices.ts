import type { KnownDeviceRows } from '../store/known-devices.ts'
import { deviceCookie, tokensFromCookies } from './cookies.ts'
import { createToken, hashToken } from './token.ts'

/** Who asks to be let in. `knownDevice`: of one that was signed in before. */
export interface Visitor {
  address: string
  knownDevice?: string
}

interface Asked {
  request: Request
  isHttps: boolean
}

export type KnownDevices = ReturnType<typeof createKnownDevices>

/**
 * Knows a device again that was signed in once, by a cookie of its own that outlives its session and opens nothing. Its failures are
 * counted apart from those of strangers, so that nobody else can use up its tries (the "device cookies" of OWASP).
 */
export function createKnownDevices({ rows }: { rows: KnownDeviceRows }) {
  function tokenOf({ request, isHttps }: Asked): string | undefined {
    const tokens = tokensFromCookies(request.headers.get('cookie'), 'device', isHttps)
    return tokens.find((token) => rows.has(hashToken(token)))
  }

  return {
    visitor(asked: Asked & { address: string }): Visitor {
      const token = tokenOf(asked)
      return { address: asked.address, ...(token !== undefined && { knownDevice: hashToken(token) }) }
    },

    /** The `Set-Cookie` by which a device that was let in is known from now on. */
    remember(asked: Asked): string {
      const token = tokenOf(asked) ?? createToken()
      rows.markUsed(hashToken(token))
      return deviceCookie(token, asked.isHttps)
    },
  }
}
