import type { IncomingHttpHeaders } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createStage, signal } from './test-sockets.test-kit.ts'

const stage = createStage()
afterEach(() => stage.clear())

interface Seen {
  method: string
  url: string
  headers: IncomingHttpHeaders
}

async function seenThrough(target: Parameters<typeof stage.proxy>[1], ...request: string[]): Promise<Seen> {
  const seen = signal<Seen>()
  const origin = await stage.upstream((req, res) => {
    seen.resolve({ method: req.method ?? '', url: req.url ?? '', headers: req.headers })
    res.end('ok')
  })
  const client = stage.client(await stage.proxy(origin, target))
  client.send(...request, '', '')
  await client.until(/ok$/)
  return seen.promise
}

describe('request headers', () => {
  it('reach the upstream without hop-by-hop fields and those that Connection names', async () => {
    const { headers } = await seenThrough(
      {},
      'GET /a?b=c HTTP/1.1',
      'Host: bruno.example',
      'Connection: keep-alive, X-Private',
      'X-Private: 1',
      'Keep-Alive: timeout=9',
      'TE: trailers',
      'Proxy-Authorization: Basic eA==',
      'Accept-Language: en',
      'X-Own: caf\xe9',
    )
    expect(headers).toEqual({
      host: 'bruno.example',
      connection: 'keep-alive',
      'accept-language': 'en',
      'x-own': 'caf\xe9',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'bruno.example',
    })
  })

  it('lose what a client says about addresses, and get it anew', async () => {
    const { headers } = await seenThrough(
      {},
      'GET / HTTP/1.1',
      'Host: bruno.example',
      'X-Forwarded-For: 127.0.0.1',
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Prefix: /admin',
      'Forwarded: for=127.0.0.1',
      'CF-Connecting-IP: 127.0.0.1',
      'X-Real-IP: 127.0.0.1',
    )
    expect(headers).toEqual({
      host: 'bruno.example',
      connection: 'keep-alive',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'bruno.example',
    })
  })

  it('carry the target’s Host and lose its prefix', async () => {
    const target = { host: 'localhost', stripPrefix: '/app/api' }
    const seen = await seenThrough(target, 'GET /app/api/notes?x=/app/api HTTP/1.1', 'Host: bruno.example')
    expect(seen.url).toBe('/notes?x=/app/api')
    expect(seen.headers.host).toBe('localhost')
  })

  it('can be edited last', async () => {
    const seen = await seenThrough(
      {
        editRequestHeaders(headers) {
          const cookie = headers.get('cookie')?.replace(/bloby=[^;]*;? ?/, '')
          if (cookie !== undefined) headers.set('cookie', cookie)
          headers.delete('x-forwarded-host')
        },
      },
      'GET / HTTP/1.1',
      'Host: bruno.example',
      'Cookie: bloby=secret; own=1',
    )
    expect(seen.headers.cookie).toBe('own=1')
    expect(seen.headers).not.toHaveProperty('x-forwarded-host')
  })

  it('of an absolute-form request go to a path', async () => {
    const { url } = await seenThrough({}, 'GET http://evil.example/a?b HTTP/1.1', 'Host: bruno.example')
    expect(url).toBe('/a?b')
  })

  it('of a //host request go to a path', async () => {
    const { url } = await seenThrough({}, 'GET //evil.example/a HTTP/1.1', 'Host: bruno.example')
    expect(url).toBe('/evil.example/a')
  })

  it('with Expect are answered with 100 by us, and the upstream never sees it', async () => {
    const seen = signal<IncomingHttpHeaders>()
    const origin = await stage.upstream((req, res) => {
      seen.resolve(req.headers)
      req.pipe(res)
    })
    const client = stage.client(await stage.proxy(origin))
    client.send('POST / HTTP/1.1', 'Host: bruno.example', 'Content-Length: 4', 'Expect: 100-continue', '', '')
    await client.until(/^HTTP\/1.1 100 Continue\r\n\r\n/)
    client.send('body')
    await client.until(/HTTP\/1.1 200 OK[\s\S]*body/)
    expect(await seen.promise).not.toHaveProperty('expect')
  })
})

describe('response headers', () => {
  it('reach the client without hop-by-hop fields, every Set-Cookie kept', async () => {
    const origin = await stage.rawUpstream((socket) => {
      socket.once('data', () =>
        socket.end(
          [
            'HTTP/1.1 200 Fine',
            'Connection: close, X-Private',
            'X-Private: 1',
            'Keep-Alive: timeout=99',
            'Proxy-Authenticate: Basic',
            'Upgrade: h2c',
            'Set-Cookie: a=1',
            'Set-Cookie: b=2',
            'Date: today',
            'X-Own: caf\xe9',
            'Content-Length: 2',
            '',
            'ok',
          ].join('\r\n'),
          'latin1',
        ),
      )
    })
    const client = stage.client(await stage.proxy(origin)).get('/')
    const text = await client.until(/ok$/)
    expect(text.split('\r\n')).toEqual([
      'HTTP/1.1 200 OK',
      'set-cookie: a=1',
      'set-cookie: b=2',
      'date: today',
      'x-own: caf\xe9',
      'content-length: 2',
      'Connection: keep-alive',
      'Keep-Alive: timeout=5',
      '',
      'ok',
    ])
  })

  it('can be edited last', async () => {
    const origin = await stage.upstream((_req, res) => {
      res.writeHead(200, { 'set-cookie': ['a=1', 'b=2'], 'x-own': '1' }).end('ok')
    })
    const port = await stage.proxy(origin, {
      editResponseHeaders(headers) {
        headers.delete('set-cookie')
        headers.set('Content-Security-Policy', 'sandbox')
      },
    })
    const response = await fetch(`http://127.0.0.1:${port}/`)
    expect(response.headers.getSetCookie()).toEqual([])
    expect(response.headers.get('content-security-policy')).toBe('sandbox')
    expect(response.headers.get('x-own')).toBe('1')
  })

  it('come before the body when the upstream waits with it', async () => {
    const go = signal()
    const origin = await stage.upstream((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      void go.promise.then(() => res.end('data: x\n\n'))
    })
    const client = stage.client(await stage.proxy(origin, { isCompressed: true }))
    client.get('/', 'Accept-Encoding: br')
    const text = await client.until(/\r\n\r\n/)
    expect(text).not.toContain('content-encoding')
    go.resolve()
    await client.until(/data: x/)
  })

  it('of informational responses are not taken for the response', async () => {
    const origin = await stage.upstream((_req, res) => {
      res.writeEarlyHints({ link: '</a.css>; rel=preload' })
      res.end('ok')
    })
    const response = await fetch(`http://127.0.0.1:${await stage.proxy(origin)}/`)
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
  })
})
