import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createStaticFiles } from './static-files.ts'

const page = '<!doctype html><title>Bloby</title>'
const script = 'console.log("hello")'
const hashed = '/shell/assets/index-C4f_x-9Z.js'

describe('static files', () => {
  let folder: string
  let server: Server

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bloby-static-'))
    const root = join(folder, 'public')
    mkdirSync(join(root, 'shell/assets'), { recursive: true })
    writeFileSync(join(folder, 'secret.txt'), 'secret')
    writeFileSync(join(root, '.sources'), 'fingerprint')
    writeFileSync(join(root, 'shell/index.html'), page)
    writeFileSync(join(root, 'icon.png'), 'png')
    writeFileSync(join(root, 'widget.js'), script)
    writeFileSync(join(root, hashed), script)
    writeFileSync(join(root, `${hashed}.br`), brotliCompressSync(script))
    writeFileSync(join(root, `${hashed}.gz`), gzipSync(script))
    const serve = createStaticFiles({ root })
    server = createServer((incoming, response) => {
      if (!serve(incoming, response, incoming.url ?? '', { 'content-security-policy': "default-src 'self'" }))
        response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })

  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  })

  /** A request whose path is sent as it is: fetch would tidy it up first. */
  function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const { port } = server.address() as AddressInfo
    return new Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: Buffer }>(
      (resolve, reject) => {
        request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('end', () =>
            resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
          )
        })
          .on('error', reject)
          .end()
      },
    )
  }

  it('serves a page with its type, its length and the headers of the caller, never kept without asking', async () => {
    const answer = await get('/shell/')
    expect(answer.status).toBe(200)
    expect(answer.body.toString()).toBe(page)
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-length': String(page.length),
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'self'",
    })
  })

  it('lets browsers keep a file with a hash in its name for ever, and asks them to check the widget', async () => {
    expect((await get(hashed)).headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await get('/widget.js')).headers['cache-control']).toBe('no-cache')
  })

  it('serves the compressed body that the browser takes, brotli first', async () => {
    const brotli = await get(hashed, { 'accept-encoding': 'gzip, deflate, br' })
    expect(brotli.headers['content-encoding']).toBe('br')
    expect(brotli.headers.vary).toBe('Accept-Encoding')
    expect(brotliDecompressSync(brotli.body).toString()).toBe(script)

    const gzip = await get(hashed, { 'accept-encoding': 'br;q=0, gzip;q=0.5' })
    expect(gzip.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(gzip.body).toString()).toBe(script)

    const plain = await get(hashed)
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(plain.body.toString()).toBe(script)
    expect(new Set([brotli, gzip, plain].map(({ headers }) => headers.etag)).size).toBe(3)
  })

  it('answers 304 without a body to who has the file already', async () => {
    const { etag = '' } = (await get(hashed, { 'accept-encoding': 'br' })).headers
    const again = await get(hashed, { 'accept-encoding': 'br', 'if-none-match': `"other", W/${etag}` })
    expect(again.status).toBe(304)
    expect(again.body.length).toBe(0)
    expect(again.headers.etag).toBe(etag)
    expect((await get(hashed, { 'if-none-match': etag })).status).toBe(200)
  })

  it('answers HEAD with the headers alone and refuses other methods', async () => {
    const head = await get('/shell/', {}, 'HEAD')
    expect(head.headers['content-length']).toBe(String(page.length))
    expect(head.body.length).toBe(0)
    const post = await get('/shell/', {}, 'POST')
    expect(post.status).toBe(405)
    expect(post.headers.allow).toBe('GET, HEAD')
  })

  it.each([
    '/../secret.txt',
    '/shell/../../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '//secret.txt',
    '/.sources',
    `${hashed}.br`,
    '/shell',
    '/%zz',
    '/nothing.js',
  ])('has no file at %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('says what to do when the pages were never built', () => {
    expect(() => createStaticFiles({ root: join(folder, 'nowhere') })).toThrow('npm run build:web')
  })
})
