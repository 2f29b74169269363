import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { createStage } from './test-sockets.test-kit.ts'

const stage = createStage()
afterEach(() => stage.clear())

/** A proxy before an upstream that remembers what requests it saw. */
async function observed() {
  const seen: string[] = []
  const origin = await stage.upstream((req, res) => {
    seen.push(`${req.method} ${req.url}`)
    req.resume().on('end', () => res.end('ok'))
  })
  return { seen, client: stage.client(await stage.proxy(origin, { stripPrefix: '/app/api' })) }
}

const smuggled = ['GET /smuggled HTTP/1.1', 'Host: a', '', '']

describe('messages whose end two parsers see differently are refused, and nothing behind them is served', () => {
  const attacks: Record<string, string[]> = {
    'CL.TE: a length beside a transfer coding': ['Content-Length: 4', 'Transfer-Encoding: chunked'],
    'TE.CL: a transfer coding beside a length': ['Transfer-Encoding: chunked', 'Content-Length: 4'],
    'CL.CL: two lengths': ['Content-Length: 0', 'Content-Length: 44'],
    'CL.CL: a list of lengths': ['Content-Length: 0, 44'],
    'a signed length': ['Content-Length: +4'],
    'a hexadecimal length': ['Content-Length: 0x4'],
    'a negative length': ['Content-Length: -4'],
    'TE.TE: two transfer codings': ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
    'TE.TE: a coding before chunked': ['Transfer-Encoding: gzip, chunked'],
    'an unknown transfer coding': ['Transfer-Encoding: xchunked'],
    'a space before the colon': ['Transfer-Encoding : chunked'],
    'a folded line': ['X-A: 1', ' Transfer-Encoding: chunked'],
    'a header name that is no token': ['Transfer-Encoding\x0b: chunked'],
  }

  it.each(Object.entries(attacks))('%s', async (_name, headers) => {
    const { seen, client } = await observed()
    client.send('POST / HTTP/1.1', 'Host: a', ...headers, '', '0', '', '', '')
    client.send(...smuggled)
    expect(await client.end()).toMatch(/^HTTP\/1.1 400 /)
    expect(client.text.match(/HTTP\/1.1 /g)).toHaveLength(1)
    expect(seen).toEqual([])
  })

  it('TE.0: a transfer coding in HTTP/1.0', async () => {
    const { seen, client } = await observed()
    client.send('POST / HTTP/1.0', 'Host: a', 'Transfer-Encoding: chunked', '', '0', '', '', '')
    expect(await client.end()).toMatch(/^HTTP\/1.\d 400 /)
    expect(seen).toEqual([])
  })

  it('CL.0: a body that a GET carries is the upstream’s body, never its next request', async () => {
    const { seen, client } = await observed()
    const inner = smuggled.join('\r\n')
    client.send('GET /outer HTTP/1.1', 'Host: a', `Content-Length: ${inner.length}`, '', inner)
    await client.until(/ok$/)
    client.get('/next')
    await client.until(/ok[\s\S]*ok$/)
    expect(seen).toEqual(['GET /outer', 'GET /next'])
  })

  it('a bad chunk size', async () => {
    const { seen, client } = await observed()
    client.send('POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked', '', 'zz', 'ok', '0', '', '')
    client.send(...smuggled)
    await client.end()
    expect(seen).not.toContain('GET /smuggled')
  })
})

describe('what a client says cannot reach another place', () => {
  it.each([
    ['two Hosts', ['Host: a', 'Host: b']],
    ['a Host with a path', ['Host: a/b']],
    ['a Host with credentials', ['Host: a@b']],
    ['a Host with a space', ['Host: a b']],
    ['an empty Host', ['Host:']],
    ['no Host', []],
  ])('%s is 400', async (_name, headers) => {
    const { seen, client } = await observed()
    client.send('GET / HTTP/1.1', ...headers, '', '')
    expect(await client.end()).toMatch(/^HTTP\/1.1 400 /)
    expect(seen).toEqual([])
  })

  it.each([
    '/app/api/../secret',
    '/app/api/%2e%2E/secret',
    '/app/api/..',
    '/a/..\\b',
    'ftp://a/b',
    '*',
    'a:80',
  ])('the target %s is 400', async (target) => {
    const { seen, client } = await observed()
    client.send(`GET ${target} HTTP/1.1`, 'Host: a', '', '')
    expect(await client.end()).toMatch(/^HTTP\/1.1 400 /)
    expect(seen).toEqual([])
  })

  it('Connection cannot remove the Host, the length or what we say ourselves', async () => {
    const origin = await stage.upstream((req, res) => {
      req.resume().on('end', () => res.end(JSON.stringify(req.headers)))
    })
    const client = stage.client(await stage.proxy(origin))
    client.send(
      'POST / HTTP/1.1',
      'Host: a',
      'Connection: host, content-length, x-forwarded-for',
      'Content-Length: 2',
      '',
      'ok',
    )
    const text = await client.until(/\}$/)
    expect(JSON.parse(text.slice(text.indexOf('{')))).toMatchObject({
      host: 'a',
      'content-length': '2',
      'x-forwarded-for': '203.0.113.7',
    })
  })

  it('h2c upgrades are refused, so that no second protocol hides from us', async () => {
    const { seen, client } = await observed()
    client.get('/', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__')
    expect(await client.end()).toMatch(/^HTTP\/1.1 400 /)
    expect(seen).toEqual([])
  })

  it('a WebSocket upgrade with a body is refused', async () => {
    const { seen, client } = await observed()
    client.get('/', 'Connection: Upgrade', 'Upgrade: websocket', 'Content-Length: 4')
    expect(await client.end()).toMatch(/^HTTP\/1.1 400 /)
    expect(seen).toEqual([])
  })

  it('CONNECT makes no tunnel', async () => {
    const { seen, client } = await observed()
    client.send('CONNECT evil.example:443 HTTP/1.1', 'Host: evil.example:443', '', '')
    await client.end()
    expect(client.text).not.toMatch(/200/)
    expect(seen).toEqual([])
  })

  it('a header of a request cannot start a second one', async () => {
    const origin = await stage.upstream((_req, res) => res.end('ok'))
    const port = await stage.proxy(origin, {
      editRequestHeaders: (headers) => headers.set('x-own', 'a\r\n\r\nGET /smuggled HTTP/1.1'),
    })
    const response = await fetch(`http://127.0.0.1:${port}/`)
    expect(response.status).toBe(400)
  })
})

describe('responses whose end two parsers see differently are not passed on', () => {
  it.each([
    [
      'a length beside a transfer coding',
      ['Content-Length: 5', 'Transfer-Encoding: chunked', '', '0', '', ''],
    ],
    ['two lengths', ['Content-Length: 5', 'Content-Length: 2', '', 'hello']],
    ['a 101 that nobody asked for', ['Upgrade: websocket', 'Connection: Upgrade', '', '']],
  ])('%s', async (name, lines) => {
    const origin = await stage.rawUpstream((socket) => {
      const status = name.startsWith('a 101') ? '101 Switching Protocols' : '200 OK'
      socket.once('data', () => socket.end([`HTTP/1.1 ${status}`, ...lines].join('\r\n')))
    })
    const response = await fetch(`http://127.0.0.1:${await stage.proxy(origin)}/`)
    expect(response.status).toBe(502)
  })

  it('what follows a response on its connection never answers another request', async () => {
    const origin = await stage.rawUpstream((socket) => {
      socket.on('data', (chunk: Buffer) => {
        const body = chunk.toString().includes('/victim') ? 'right' : 'first'
        socket.write(
          `HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${body}HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong`,
        )
      })
    })
    const client = stage.client(await stage.proxy(origin)).get('/first')
    await client.until(/first$/)
    client.text = ''
    client.get('/victim')
    expect(await client.until(/\r\n\r\n.{5}$/)).toMatch(/right$/)
  })

  it('a 204 with a body keeps it to itself', async () => {
    const origin = await stage.rawUpstream((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nwrong'))
    })
    const port = await stage.proxy(origin)
    const status = await new Promise((resolve) =>
      request({ port, host: '127.0.0.1' }, (res) => resolve(res.resume().statusCode)).end(),
    )
    expect(status).toBe(204)
  })
})
