import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const { apply } = Reflect
const header = 'bloby-proxy-key'

/**
 * The backend's port is open to every program and every web page on this computer, but access is checked by the proxy alone:
 * requests without the proxy's key are refused before workspace code sees them. The key is taken out of the environment
 * and out of the requests. A process that was given no key is left as it is.
 */
export function guardServer(): void {
  const key = process.env.BLOBY_PROXY_KEY
  delete process.env.BLOBY_PROXY_KEY
  if (key === undefined) return
  const { prototype } = process.getBuiltinModule('node:http').Server
  const emit = prototype.emit as (...all: unknown[]) => boolean
  const guarded = function (this: Server, event: string, ...args: unknown[]): boolean {
    const answer = answers[event]
    if (answer !== undefined && takeKey(args[0] as IncomingMessage) !== key) {
      answer(args[1])
      return true
    }
    return apply(emit, this, [event, ...args])
  }
  Object.defineProperty(prototype, 'emit', { value: guarded, writable: true, configurable: true })
}

/** How each event that brings a request is refused. */
const answers: Record<string, ((to: unknown) => void) | undefined> = {
  __proto__: null as never,
  request: refuse,
  checkContinue: refuse,
  checkExpectation: refuse,
  upgrade: refuseSocket,
  connect: refuseSocket,
}

function refuse(to: unknown) {
  const response = to as ServerResponse
  response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' })
  response.end('The backend answers its proxy only.\n')
}

function refuseSocket(to: unknown) {
  const socket = to as Socket
  socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
}

function takeKey(request: IncomingMessage): unknown {
  const given = request.headers[header]
  delete request.headers[header]
  const raw = request.rawHeaders
  for (let at = raw.length - 2; at >= 0; at -= 2) if (raw[at]?.toLowerCase() === header) raw.splice(at, 2)
  return given
}
