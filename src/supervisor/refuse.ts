import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ErrorBody } from '../protocol/api.ts'
import { httpStatusOf, toAppError } from '../system/errors.ts'

/** Answers a request that is not let in, or that failed before it was handled: words for a page, JSON for a program. */
export function refuse(request: IncomingMessage, response: ServerResponse, thrown: unknown): void {
  const error = toAppError(thrown)
  const isPage = request.headers['sec-fetch-mode'] === 'navigate'
  const body: ErrorBody = { error: { code: error.kind, message: error.message } }
  response.writeHead(httpStatusOf[error.kind], {
    'content-type': isPage ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(error.retryAfterSeconds !== undefined && { 'retry-after': String(error.retryAfterSeconds) }),
    // What is left of its body is not read.
    ...(!request.complete && { connection: 'close' }),
  })
  response.end(isPage ? error.message : JSON.stringify(body))
}

/** The same for a WebSocket's handshake. */
export function refuseUpgrade(socket: Duplex, thrown: unknown): void {
  const error = toAppError(thrown)
  const body = JSON.stringify({ error: { code: error.kind, message: error.message } } satisfies ErrorBody)
  const status = httpStatusOf[error.kind]
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  )
}
