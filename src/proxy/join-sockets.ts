import type { Duplex } from 'node:stream'

/**
 * Carries bytes both ways, each side holding the other back. The end of either is the end of both, once what it sent
 * before a good end has been delivered: a WebSocket is never half open.
 */
export function joinSockets(one: Duplex, other: Duplex): void {
  carry(one, other)
  carry(other, one)
}

function carry(from: Duplex, to: Duplex): void {
  from.pipe(to, { end: false })
  from.once('end', () => to.end(() => from.destroy()))
  from.once('error', () => to.destroy())
  from.once('close', () => {
    if (!from.readableEnded || to.writableFinished) to.destroy()
  })
}
