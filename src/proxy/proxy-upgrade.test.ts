import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createProxy } from './proxy.ts'
import { createStage, settled, signal } from './test-sockets.test-kit.ts'

const stage = createStage()
afterEach(() => stage.clear())

const handshake = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]
const switching =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n'

/** An upstream that switches protocols at once and hands its socket over. */
async function switchingUpstream(extra = '') {
  const socket = signal<Socket>()
  const origin = await stage.rawUpstream((connection) => {
    connection.once('data', () => {
      connection.write(`${switching}\r\n${extra}`)
      socket.resolve(connection)
    })
  })
  return { origin, socket: socket.promise }
}

describe('a WebSocket', () => {
  it('carries messages both ways, with the headers edited and the Origin kept', async () => {
    const seen = signal<IncomingMessage>()
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    try {
      server.on('connection', (socket, req) => {
        seen.resolve(req)
        socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
      })
      await once(server, 'listening')
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const port = await stage.proxy(origin, {
        host: 'localhost',
        stripPrefix: '/app/api',
        editRequestHeaders: (headers) => headers.delete('cookie'),
      })
      const socket = new WebSocket(`ws://127.0.0.1:${port}/app/api/live?x=1`, {
        origin: 'https://bruno.example',
        headers: { cookie: 'bloby=secret', 'x-forwarded-for': '127.0.0.1' },
      })
      await once(socket, 'open')
      const { url, headers } = await seen.promise
      expect(url).toBe('/live?x=1')
      expect(headers).toMatchObject({
        host: 'localhost',
        origin: 'https://bruno.example',
        'x-forwarded-for': '203.0.113.7',
      })
      expect(headers).not.toHaveProperty('cookie')
      const big = Buffer.alloc(3_000_000, 7)
      socket.send('hello')
      expect(String((await once(socket, 'message'))[0])).toBe('hello')
      socket.send(big)
      expect(big.equals((await once(socket, 'message'))[0])).toBe(true)
      socket.close(4001, 'bye')
      expect((await once(socket, 'close'))[0]).toBe(4001)
    } finally {
      server.close()
    }
  })

  it('is opened only after the upstream has switched', async () => {
    const asked = signal<Socket>()
    const origin = await stage.rawUpstream((socket) => {
      socket.once('data', () => asked.resolve(socket))
    })
    const client = stage.client(await stage.proxy(origin)).get('/', ...handshake)
    const upstream = await asked.promise
    expect(client.text).toBe('')
    upstream.write(`${switching}Set-Cookie: a=1\r\n\r\n`)
    expect(await client.until(/\r\n\r\n$/)).toBe(
      'HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: x\r\nset-cookie: a=1\r\n\r\n',
    )
  })

  it('has its response headers edited', async () => {
    const { origin } = await switchingUpstream()
    const port = await stage.proxy(origin, { editResponseHeaders: (headers) => headers.set('x-own', '1') })
    expect(
      await stage
        .client(port)
        .get('/', ...handshake)
        .until(/\r\n\r\n$/),
    ).toContain('\r\nx-own: 1\r\n')
  })

  it('loses no byte that either side sent with the handshake', async () => {
    const { origin, socket } = await switchingUpstream('from upstream')
    const client = stage.client(await stage.proxy(origin))
    client.send('GET / HTTP/1.1', 'Host: a', ...handshake, '', 'from client')
    await client.until(/\r\n\r\nfrom upstream$/)
    expect(String((await once(await socket, 'data'))[0])).toBe('from client')
  })

  it('ends at the upstream when the client dies', async () => {
    for (const die of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const { origin, socket } = await switchingUpstream()
      const client = stage.client(await stage.proxy(origin)).get('/', ...handshake)
      await client.until(/\r\n\r\n$/)
      const upstream = (await socket).resume()
      client.socket[die]()
      await new Promise((resolve) => upstream.once('close', resolve))
    }
  })

  it('ends at the client when the upstream dies, after what it still said', async () => {
    for (const die of ['end', 'resetAndDestroy'] as const) {
      const { origin, socket } = await switchingUpstream()
      const client = stage.client(await stage.proxy(origin)).get('/', ...handshake)
      await client.until(/\r\n\r\n$/)
      const upstream = await socket
      if (die === 'end') upstream.write('last words')
      upstream[die]()
      await client.end()
      if (die === 'end') expect(client.text).toMatch(/last words$/)
    }
  })

  it('ends at both sides when the proxy closes', async () => {
    const { origin, socket } = await switchingUpstream()
    const proxy = createProxy()
    const client = { address: '203.0.113.7', proto: 'https', host: 'a' } as const
    const server = createServer().on('upgrade', (req, connection, head) =>
      proxy.upgrade(req, connection, head, { origin, client }),
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const raw = stage.client((server.address() as AddressInfo).port).get('/', ...handshake)
      await raw.until(/\r\n\r\n$/)
      const upstream = (await socket).resume()
      const upstreamEnd = new Promise((resolve) => upstream.once('close', resolve))
      await proxy.close()
      await raw.end()
      await upstreamEnd
    } finally {
      server.close()
    }
  })

  it('holds back the upstream while the client does not read', async () => {
    const { origin, socket } = await switchingUpstream()
    const client = stage.client(await stage.proxy(origin)).get('/', ...handshake)
    await client.until(/\r\n\r\n$/)
    client.socket.pause()
    const upstream = await socket
    const chunk = Buffer.alloc(1024 * 1024)
    let written = 0
    const write = () => {
      while (written < 100 && !upstream.destroyed) {
        written++
        if (!upstream.write(chunk)) {
          upstream.once('drain', write)
          return
        }
      }
    }
    write()
    expect(await settled(() => written)).toBeLessThan(50)
  })
})

describe('an upgrade that the upstream does not grant', () => {
  it('gives the client the upstream’s answer with its body, and ends', async () => {
    const origin = await stage.upstream((_req, res) => {
      res.writeHead(403, { 'content-type': 'text/plain', 'x-own': '1' }).end('not for you')
    })
    const client = stage.client(await stage.proxy(origin)).get('/', ...handshake)
    expect(await client.end()).toMatch(/^HTTP\/1.1 403 Forbidden\r\n[\s\S]*x-own: 1\r\n[\s\S]*not for you/)
  })

  it('passes on a large refusal whole', async () => {
    const body = 'x'.repeat(5_000_000)
    const origin = await stage.upstream((_req, res) =>
      res.writeHead(404, { 'content-length': body.length }).end(body),
    )
    const client = stage.client(await stage.proxy(origin)).get('/', ...handshake)
    expect((await client.end()).endsWith(body)).toBe(true)
  })

  it('is 502 when nothing listens, and 503 while it starts', async () => {
    const origin = await stage.refusingOrigin()
    const client = stage.client(await stage.proxy(origin)).get('/', ...handshake)
    expect(await client.end()).toMatch(/^HTTP\/1.1 502 [\s\S]*"unavailable"/)
    const whenDown = () => ({ state: 'starting', title: 'Starting', detail: 'Soon.' }) as const
    const early = stage.client(await stage.proxy(origin, { whenDown })).get('/', ...handshake)
    expect(await early.end()).toMatch(/^HTTP\/1.1 503 [\s\S]*retry-after: 2/)
  })

  it('is 502 when the upstream hangs up', async () => {
    const origin = await stage.rawUpstream((socket) => {
      socket.once('data', () => socket.end())
    })
    const client = stage.client(await stage.proxy(origin)).get('/', ...handshake)
    expect(await client.end()).toMatch(/^HTTP\/1.1 502 /)
  })

  it('that comes behind an unanswered request ends the connection', async () => {
    const origin = await stage.rawUpstream(() => undefined)
    const client = stage
      .client(await stage.proxy(origin))
      .get('/slow')
      .get('/', ...handshake)
    expect(await client.end()).toBe('')
  })

  it('is 502 when our own editor of headers fails', async () => {
    const { origin, socket } = await switchingUpstream()
    const editResponseHeaders = () => {
      throw new TypeError('a bug')
    }
    const client = stage.client(await stage.proxy(origin, { editResponseHeaders })).get('/', ...handshake)
    expect(await client.end()).toMatch(/^HTTP\/1.1 502 /)
    const upstream = (await socket).resume()
    if (!upstream.destroyed) await new Promise((resolve) => upstream.once('close', resolve))
  })

  it('ends at the upstream when the client leaves before the answer', async () => {
    for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
      const asked = signal<Socket>()
      const origin = await stage.rawUpstream((socket) => {
        socket.once('data', () => asked.resolve(socket))
      })
      const client = stage.client(await stage.proxy(origin)).get('/', ...handshake)
      const upstream = await asked.promise
      client.socket[leave]()
      await new Promise((resolve) => upstream.once('close', resolve))
    }
  })
})
