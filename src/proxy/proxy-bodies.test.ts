import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { createStage, settled, signal } from './test-sockets.test-kit.ts'

const stage = createStage()
afterEach(() => stage.clear())

const mebibyte = 1024 * 1024
/** More than all socket buffers between upstream and client together. */
const much = 100

describe('bodies', () => {
  it.each([1, 100, 16 * 1024, 16 * 1024 + 1, 300_000])(
    'of %i bytes come back as they were sent',
    async (length) => {
      const origin = await stage.upstream((req, res) => {
        res.writeHead(200, { 'content-length': req.headers['content-length'] })
        req.pipe(res)
      })
      const body = randomBytes(length)
      const response = await fetch(`http://127.0.0.1:${await stage.proxy(origin)}/`, { method: 'POST', body })
      expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true)
    },
  )

  it('of chunked requests and responses pass in chunks, as they come', async () => {
    const origin = await stage.upstream((req, res) => {
      res.flushHeaders()
      req.on('data', (chunk: Buffer) => res.write(chunk.toString().toUpperCase()))
      req.on('end', () => res.end())
    })
    const client = stage.client(await stage.proxy(origin))
    client.send('POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked', '', '3', 'one', '')
    await client.until(/ONE\r\n$/)
    client.send('3', 'two', '')
    await client.until(/TWO\r\n$/)
    client.send('0', '', '')
    await client.until(/\r\n0\r\n\r\n$/)
  })

  it('of DELETE and of bodiless POST keep their length', async () => {
    const origin = await stage.upstream((req, res) => {
      req.setEncoding('utf8')
      let body = ''
      req.on('data', (text: string) => (body += text))
      req.on('end', () => res.end(`${req.method} ${req.headers['content-length']} ${body}.`))
    })
    const client = stage.client(await stage.proxy(origin))
    client.send('DELETE / HTTP/1.1', 'Host: a', 'Content-Length: 3', '', 'abc')
    await client.until(/DELETE 3 abc\./)
    client.send('POST / HTTP/1.1', 'Host: a', 'Content-Length: 0', '', '')
    await client.until(/POST 0 \./)
  })

  it('keep trailers, but none that comes too late to be heeded', async () => {
    const origin = await stage.rawUpstream((socket) => {
      socket.once('data', () =>
        socket.write(
          [
            'HTTP/1.1 200 OK',
            'Transfer-Encoding: chunked',
            'Trailer: X-Sum',
            '',
            '2',
            'ok',
            '0',
            'X-Sum: 42',
            'Set-Cookie: a=1',
            '',
            '',
          ].join('\r\n'),
        ),
      )
    })
    const client = stage.client(await stage.proxy(origin)).get('/')
    const text = await client.until(/0\r\n[\s\S]*\r\n\r\n$/)
    expect(text).toMatch(/trailer: X-Sum\r\n[\s\S]*2\r\nok\r\n0\r\nx-sum: 42\r\n\r\n$/)
  })

  it('are absent from HEAD, 204 and 304, and the connection stays good', async () => {
    const origin = await stage.upstream((req, res) => {
      if (req.url === '/head') res.writeHead(200, { 'content-length': 5 })
      if (req.url === '/204') res.writeHead(204)
      if (req.url === '/304') res.writeHead(304, { etag: '"x"' })
      res.end(req.url === '/get' ? 'hello' : undefined)
    })
    const client = stage.client(await stage.proxy(origin))
    client.send('HEAD /head HTTP/1.1', 'Host: a', '', '')
    expect(await client.until(/\r\n\r\n$/)).toContain('content-length: 5')
    client.text = ''
    client.get('/204')
    expect(await client.until(/204[\s\S]*\r\n\r\n$/)).not.toMatch(/content-length|transfer-encoding/i)
    client.text = ''
    client.get('/304')
    expect(await client.until(/304[\s\S]*\r\n\r\n$/)).not.toMatch(/transfer-encoding/i)
    client.text = ''
    client.get('/get')
    expect(await client.until(/hello/)).toMatch(/^HTTP\/1.1 200/)
  })

  it('without a length end with an HTTP/1.0 client’s connection', async () => {
    const origin = await stage.upstream((_req, res) => {
      res.write('one ')
      res.end('two')
    })
    const client = stage.client(await stage.proxy(origin)).send('GET / HTTP/1.0', '', '')
    expect(await client.end()).toMatch(/\r\n\r\none two$/)
    expect(client.errorCode).toBeUndefined()
  })
})

describe('backpressure', () => {
  it('holds back the upstream while a client does not read, and loses nothing', async () => {
    const chunk = randomBytes(mebibyte)
    let written = 0
    const origin = await stage.upstream(async (_req, res) => {
      res.writeHead(200, { 'content-length': much * mebibyte })
      for (let count = 0; count < much; count++) {
        written += mebibyte
        if (!res.write(chunk)) await once(res, 'drain')
      }
      res.end()
    })
    const port = await stage.proxy(origin)
    const response = await fetchPaused(port)
    expect(await settled(() => written)).toBeLessThan((much / 2) * mebibyte)
    const expected = createHash('sha256')
    for (let count = 0; count < much; count++) expected.update(chunk)
    const actual = createHash('sha256')
    for await (const part of response) actual.update(part as Buffer)
    expect(actual.digest('hex')).toBe(expected.digest('hex'))
  })

  it('holds back a client while the upstream does not read, and loses nothing', async () => {
    const go = signal()
    const origin = await stage.upstream(async (req, res) => {
      await go.promise
      let length = 0
      for await (const part of req) length += (part as Buffer).length
      res.end(String(length))
    })
    const port = await stage.proxy(origin)
    const chunk = Buffer.alloc(mebibyte)
    const req = request({ port, host: '127.0.0.1', method: 'PUT' })
    req.setHeader('content-length', much * mebibyte)
    let written = 0
    const response = once(req, 'response')
    void (async () => {
      for (let count = 0; count < much; count++) {
        written += mebibyte
        if (!req.write(chunk)) await once(req, 'drain')
      }
      req.end()
    })()
    expect(await settled(() => written)).toBeLessThan((much / 2) * mebibyte)
    go.resolve()
    const [res] = await response
    let text = ''
    for await (const part of res) text += String(part)
    expect(text).toBe(String(much * mebibyte))
  })

  it('holds back the upstream through compression too', async () => {
    const chunk = Buffer.from(randomBytes(mebibyte / 2).toString('hex'))
    let written = 0
    function* chunks() {
      for (; written < much * mebibyte; written += mebibyte) yield chunk
    }
    const origin = await stage.upstream((_req, res) => {
      Readable.from(chunks()).pipe(res.writeHead(200, { 'content-type': 'text/plain' }))
    })
    const response = await fetchPaused(await stage.proxy(origin, { isCompressed: true }), {
      'accept-encoding': 'gzip',
    })
    expect(response.headers['content-encoding']).toBe('gzip')
    expect(await settled(() => written)).toBeLessThan((much / 2) * mebibyte)
    response.destroy()
  })
})

async function fetchPaused(port: number, headers: Record<string, string> = {}) {
  const req = request({ port, host: '127.0.0.1', headers }).end()
  const [response] = await once(req, 'response')
  return response.pause()
}
