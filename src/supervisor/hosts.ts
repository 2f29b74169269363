import { hostname, networkInterfaces } from 'node:os'

export interface Hosts {
  /** Whether a `Host` header names us at this port. A page of another name that resolves to us (DNS rebinding) does not. */
  isOurs(host: string | undefined, port: number): boolean
}

/** The names that requests may be addressed to: this computer's, its LAN names once `host` opens it, and configured ones. */
export function createHosts({
  host,
  allowedHosts,
}: {
  host: string
  allowedHosts: readonly string[]
}): Hosts {
  const loopback = ['localhost', '127.0.0.1', '[::1]']
  const isOpenToLan = !['127.0.0.1', 'localhost', '::1'].includes(host)
  const configured = new Set(allowedHosts.map((name) => name.toLowerCase()))
  return {
    isOurs(header, port) {
      const match = /^(\[[0-9a-f:]+\]|[a-z0-9._-]+)(?::(\d+))?$/i.exec(header ?? '')
      const name = match?.[1]?.toLowerCase()
      if (name === undefined) return false
      // A proxy of the owner's in front of us has a port of its own.
      if (configured.has(name)) return true
      if (Number(match?.[2] ?? 80) !== port) return false
      return loopback.includes(name) || (isOpenToLan && lanNames().includes(name))
    },
  }
}

/** Asked each time: a laptop changes its network while we run. */
export function lanNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address)),
  )
  const name = hostname().toLowerCase()
  return [...addresses, name, `${name}.local`]
}

/** The other origin, as whoever sent this `Host` header reaches it. */
export function neighbour(host: string, port: number): string {
  return `http://${host.replace(/:\d+$/, '')}:${port}`
}

/** An address of this computer that other devices of its network can use. */
export function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** The name by which a browser on this computer reaches what is bound to `host`. */
export function reachableHost(host: string): string {
  if (isLoopback(host) || host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
