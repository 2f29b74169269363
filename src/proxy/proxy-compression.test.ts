import { once } from 'node:events'
import { request } from 'node:http'
import { brotliDecompressSync, createBrotliDecompress, createGunzip, gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createStage, signal } from './test-sockets.test-kit.ts'

const stage = createStage()
afterEach(() => stage.clear())

async function get(port: number, headers: Record<string, string>) {
  const [response] = await once(request({ port, host: '127.0.0.1', headers }).end(), 'response')
  return response
}

describe('a compressed response', () => {
  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('in %s is the whole body', async (coding, decode) => {
    const body = 'the same words again and again, '.repeat(20_000)
    const origin = await stage.upstream((_req, res) => {
      res
        .writeHead(200, { 'content-type': 'text/html', 'content-length': body.length, etag: '"x"' })
        .end(body)
    })
    const response = await get(await stage.proxy(origin, { isCompressed: true }), {
      'accept-encoding': coding,
    })
    expect(response.headers).toMatchObject({
      'content-encoding': coding,
      vary: 'Accept-Encoding',
      etag: 'W/"x"',
    })
    expect(response.headers).not.toHaveProperty('content-length')
    const parts: Buffer[] = []
    for await (const part of response) parts.push(part)
    const encoded = Buffer.concat(parts)
    expect(encoded.length).toBeLessThan(body.length / 20)
    expect(decode(encoded).toString()).toBe(body)
  })

  it.each([
    ['br', createBrotliDecompress],
    ['gzip', createGunzip],
  ] as const)(
    'in %s lets out each part of a streamed body before the next',
    async (coding, createDecoder) => {
      const upstream = signal<{ write(text: string): unknown; end(): unknown }>()
      const origin = await stage.upstream((_req, res) => {
        upstream.resolve(res.writeHead(200, { 'content-type': 'application/x-ndjson' }))
        res.flushHeaders()
      })
      const response = await get(await stage.proxy(origin, { isCompressed: true }), {
        'accept-encoding': coding,
      })
      const decoded = response.pipe(createDecoder()).setEncoding('utf8')
      const sender = await upstream.promise
      for (const line of ['{"a":1}\n', '{"b":2}\n']) {
        sender.write(line)
        expect((await once(decoded, 'data'))[0]).toBe(line)
      }
      sender.end()
      await once(decoded, 'end')
    },
  )

  it('is not made unless the target asks for it', async () => {
    const origin = await stage.upstream((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/html' }).end('x'.repeat(5000))
    })
    const response = await get(await stage.proxy(origin), { 'accept-encoding': 'br' })
    expect(response.headers).not.toHaveProperty('content-encoding')
    response.resume()
  })

  it('heeds the headers as they were edited', async () => {
    const origin = await stage.upstream((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/html' }).end('x'.repeat(5000))
    })
    const port = await stage.proxy(origin, {
      isCompressed: true,
      editResponseHeaders: (headers) => headers.set('cache-control', 'no-transform'),
    })
    const response = await get(port, { 'accept-encoding': 'br' })
    expect(response.headers).not.toHaveProperty('content-encoding')
    response.resume()
  })
})
