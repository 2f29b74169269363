import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { Agent } from 'undici'
import { AppError, toAppError } from '../system/errors.ts'
import { answerRefused } from './down-answer.ts'
import { Exchange, type ExchangeParts } from './exchange.ts'
import { joinSockets } from './join-sockets.ts'
import { HeaderList } from './message/header-list.ts'
import { type RequestHeaders, readRequestHeaders } from './message/request-headers.ts'
import { upstreamPath } from './message/request-target.ts'
import { type FieldsByName, readResponseHeaders } from './message/response-headers.ts'
import type { ProxyTarget } from './proxy-target.ts'
import { Upload } from './upload.ts'

export interface Proxy {
  /** Passes a request of a `node:http` server on and answers it. Never throws; a failure is an answer. */
  request(req: IncomingMessage, res: ServerResponse, target: ProxyTarget): void
  /** The same for the server's `upgrade` event; only WebSockets are passed on. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer, target: ProxyTarget): void
  /** Ends every exchange and WebSocket and lets go of the upstreams. */
  close(): Promise<void>
}

/** A dead upstream's connection attempt and a silent upstream end after this long, in ms. */
export interface ProxyLimits {
  readonly connectTimeoutMs?: number
  readonly headersTimeoutMs?: number
}

/**
 * The reverse proxy that the supervisor, the tunnels and the relay share. Upstream connections are kept alive, one pool
 * for each origin; bodies stream both ways and may be silent for as long as they like.
 */
export function createProxy({
  connectTimeoutMs = 10_000,
  headersTimeoutMs = 300_000,
}: ProxyLimits = {}): Proxy {
  const agent = new Agent({
    connect: { timeout: connectTimeoutMs },
    headersTimeout: headersTimeoutMs,
    bodyTimeout: 0,
    allowH2: false,
  })
  const upgraded = new Set<Duplex>()

  function send(
    req: IncomingMessage,
    res: ServerResponse,
    target: ProxyTarget,
    onUpgrade: ExchangeParts['onUpgrade'],
  ): void {
    const prepared = prepare(req, target, onUpgrade !== null)
    if (prepared instanceof AppError) {
      answerRefused(res, prepared)
      return
    }
    const { path, headers } = prepared
    const upload = headers.hasBody ? new Upload(req) : null
    const { acceptEncoding } = headers
    agent.dispatch(
      {
        origin: target.origin,
        path,
        method: req.method as string,
        headers: headers.flat,
        body: upload,
        upgrade: onUpgrade === null ? null : 'websocket',
      },
      new Exchange({ req, res, target, acceptEncoding, upload, onUpgrade }),
    )
  }

  return {
    request(req, res, target) {
      send(req, res, target, null)
    },

    upgrade(req, socket, head, target) {
      // The server has let go of the socket: from here its errors are ours.
      socket.on('error', () => socket.destroy())
      const res = responseOn(socket as Socket, req)
      if (res === null) {
        socket.destroy()
        return
      }
      const watch = watchForEnd(socket)
      send(req, res, target, (headers, upstream) => {
        const answer = switchingProtocols(headers, target)
        watch.stop()
        res.detachSocket(socket as Socket)
        upgraded.add(upstream)
        upstream.once('close', () => upgraded.delete(upstream))
        socket.write(answer)
        if (head.length > 0) upstream.write(head)
        joinSockets(socket, upstream)
      })
    },

    async close() {
      for (const upstream of upgraded) upstream.destroy()
      await agent.destroy()
    },
  }
}

/** A client that vanished without a word is noticed after some probes this far apart. */
const keepAliveMs = 30_000

/** What the upstream is asked for, or why it is not asked. */
function prepare(
  req: IncomingMessage,
  target: ProxyTarget,
  isUpgrade: boolean,
): { path: string; headers: RequestHeaders } | AppError {
  try {
    const headers = readRequestHeaders(req.rawHeaders, req.httpVersionMinor)
    if (isUpgrade && !isWebSocket(req, headers))
      return new AppError('invalid', 'Only WebSocket upgrades are served here.', { field: 'Upgrade' })
    const { flat } = headers
    const { client, host = headers.host } = target
    if (host !== undefined) flat.push('host', host)
    flat.push('x-forwarded-for', client.address)
    flat.push('x-forwarded-proto', client.proto)
    flat.push('x-forwarded-host', client.host)
    const list = new HeaderList(flat)
    for (const [name, value] of Object.entries(target.addedHeaders ?? {})) list.set(name, value)
    target.editRequestHeaders?.(list)
    return { path: upstreamPath(req.url as string, target.stripPrefix), headers }
  } catch (error) {
    return toAppError(error)
  }
}

function isWebSocket(req: IncomingMessage, headers: RequestHeaders): boolean {
  return req.method === 'GET' && headers.upgrade === 'websocket' && !headers.hasBody
}

/**
 * An answer that is not a 101 goes out like any other response, and is the last on its connection. Null while an earlier
 * request on the connection has not been answered: no real client upgrades behind one.
 */
function responseOn(socket: Socket, req: IncomingMessage): ServerResponse | null {
  const res = new ServerResponse(req)
  res.shouldKeepAlive = false
  try {
    res.assignSocket(socket)
  } catch {
    return null
  }
  socket.on('drain', () => res.emit('drain'))
  res.once('finish', () => socket.destroySoon())
  socket.setKeepAlive(true, keepAliveMs)
  return res
}

/** Notices a client that hangs up before anyone reads from it, without taking its bytes. */
function watchForEnd(socket: Duplex): { stop(): void } {
  const look = () => socket.read(0)
  const leave = () => socket.destroy()
  socket.on('readable', look).on('end', leave)
  return { stop: () => socket.off('readable', look).off('end', leave) }
}

function switchingProtocols(headers: FieldsByName, target: ProxyTarget): string {
  const flat = readResponseHeaders(headers, 101, false)
  target.editResponseHeaders?.(new HeaderList(flat))
  let text = 'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n'
  for (let at = 0; at < flat.length; at += 2) text += `${flat[at]}: ${flat[at + 1]}\r\n`
  return `${text}\r\n`
}
