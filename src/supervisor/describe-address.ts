import { renderSVG } from 'uqr'
import type { AddressAnswer } from '../protocol/address.ts'
import { isLoopback, lanAddress } from './hosts.ts'

/** Where what is bound to `host` can be reached. Asked each time: a laptop changes its network while we run. */
export function describeAddress({ host, port }: { host: string; port: number }): AddressAnswer {
  const isOpen = !isLoopback(host)
  // Bound to one address of its own, it answers at no other.
  const isBoundToAll = host === '0.0.0.0' || host === '::'
  const name = isOpen && !isBoundToAll ? bracketed(host) : lanAddress()
  const network = name === undefined ? null : `http://${name}:${port}`
  return {
    local: `http://${isOpen && !isBoundToAll ? bracketed(host) : 'localhost'}:${port}`,
    network,
    isOpen,
    qr: isOpen && network !== null ? renderSVG(network, { border: 2 }) : null,
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
