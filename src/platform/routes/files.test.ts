import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileAnswer } from '../../protocol/api.ts'
import { maxFileBytes } from '../../protocol/file-limits.ts'
import type { SentFile } from '../../protocol/turn-parts.ts'
import type { Session } from '../accounts/sessions.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

const png = Buffer.from('\x89PNG\r\n\x1a\n and more', 'latin1')

function post(name: string, type: string, body: Uint8Array | ReadableStream | string) {
  const init = { session, body, headers: { 'content-type': type }, duplex: 'half' as const }
  return platform.send('POST', `/api/files?name=${encodeURIComponent(name)}`, undefined, init)
}
async function upload(name: string, type: string, body: Uint8Array | string): Promise<SentFile> {
  const response = await post(name, type, body)
  expect(response.status).toBe(201)
  return v.parse(fileAnswer, await response.json()).file
}
const download = (id: string, headers: Record<string, string> = {}) =>
  platform.send('GET', `/api/files/${id}`, undefined, { session, headers })
/** A body that nobody takes would keep its file open. */
async function headersOf(id: string): Promise<Headers> {
  const { headers, body } = await download(id)
  await body?.cancel()
  return headers
}
const folder = () => join(platform.home, 'workspace/files')

describe('a part of a file, as players ask for it', () => {
  const parts = async (id: string, range: string, headers: Record<string, string> = {}) => {
    const response = await download(id, { range, ...headers })
    return [response.status, response.headers.get('content-range'), await response.text()]
  }

  it('comes with its place in the whole', async () => {
    const { id } = await upload('voice.webm', 'audio/webm', '0123456789')
    expect((await headersOf(id)).get('accept-ranges')).toBe('bytes')
    expect(await parts(id, 'bytes=0-1')).toEqual([206, 'bytes 0-1/10', '01'])
    expect(await parts(id, 'bytes=4-')).toEqual([206, 'bytes 4-9/10', '456789'])
    expect(await parts(id, 'bytes=-3')).toEqual([206, 'bytes 7-9/10', '789'])
    expect(await parts(id, 'bytes=8-99')).toEqual([206, 'bytes 8-9/10', '89'])
    const whole = await download(id, { range: 'bytes=0-9' })
    expect(whole.headers.get('content-length')).toBe('10')
    expect(whole.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
    expect(await whole.text()).toBe('0123456789')
  })

  it('that is not there is refused, and what is no single range is answered with all of it', async () => {
    const { id } = await upload('voice.webm', 'audio/webm', '0123456789')
    expect(await parts(id, 'bytes=10-')).toEqual([416, 'bytes */10', ''])
    expect(await parts(id, 'bytes=-0')).toEqual([416, 'bytes */10', ''])
    for (const range of ['bytes=0-1,4-5', 'bytes=5-2', 'bytes=-', 'lines=1-2', 'bytes=a-b'])
      expect(await parts(id, range)).toEqual([200, null, '0123456789'])
  })

  it('of an older state is answered with all of the new one', async () => {
    const file = await upload('voice.webm', 'audio/webm', '0123456789')
    const etag = (await headersOf(file.id)).get('etag') ?? ''
    expect(await parts(file.id, 'bytes=0-1', { 'if-range': etag })).toEqual([206, 'bytes 0-1/10', '01'])
    writeFileSync(join(platform.home, 'workspace', file.path), 'changed')
    expect(await parts(file.id, 'bytes=0-1', { 'if-range': etag })).toEqual([200, null, 'changed'])
  })
})

describe('a file', () => {
  it('comes back as it was sent, to be kept by the browser only as long as it is the same', async () => {
    const file = await upload('My photo.png', 'image/png', png)
    expect(file).toMatchObject({ name: 'My photo.png', mediaType: 'image/png', size: png.length })
    const response = await download(file.id)
    expect(response.status).toBe(200)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(png.length),
      'content-disposition': `inline; filename="My photo.png"; filename*=UTF-8''My%20photo.png`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    })
    const etag = response.headers.get('etag') ?? ''
    expect((await download(file.id, { 'if-none-match': etag })).status).toBe(304)
    writeFileSync(join(platform.home, 'workspace', file.path), 'changed')
    expect(await (await download(file.id, { 'if-none-match': etag })).text()).toBe('changed')
  })

  it.each([
    ['page.html', 'text/html', '<script>alert(1)</script>', 'text/html'],
    ['drawing.svg', 'image/svg+xml', '<svg onload="alert(1)"/>', 'image/svg+xml'],
    ['lie.png', 'image/png', '<script>alert(1)</script>', 'application/octet-stream'],
    ['notes.txt', 'text/plain;charset=UTF-8', 'hello', 'text/plain'],
    ['empty', '', '', 'application/octet-stream'],
  ])('that is no picture (%s) is only ever saved', async (name, type, body, served) => {
    const file = await upload(name, type, body)
    const headers = await headersOf(file.id)
    expect(headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(headers.get('content-type')).toBe(served)
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  })

  it('with any name is named safely in the answer’s header', async () => {
    const file = await upload('a"b\\c\r\nSet-Cookie: x; (é🌱)\'%.txt', 'text/plain', 'x')
    const headers = await headersOf(file.id)
    expect(headers.get('set-cookie')).toBeNull()
    expect(headers.get('content-disposition')).toBe(
      "attachment; filename=\"cSet-Cookie: x; (___)'_.txt\"; filename*=UTF-8''cSet-Cookie%3A%20x%3B%20%28%C3%A9%F0%9F%8C%B1%29%27%25.txt",
    )
  })

  it('that is unknown, gone, or became a link is not found', async () => {
    expect((await download('nothing')).status).toBe(404)
    const file = await upload('a.txt', 'text/plain', 'x')
    const place = join(platform.home, 'workspace', file.path)
    renameSync(place, `${place}.away`)
    expect((await download(file.id)).status).toBe(404)
    writeFileSync(join(platform.home, 'secret'), 'secret')
    symlinkSync(join(platform.home, 'secret'), place)
    expect((await download(file.id)).status).toBe(404)
    renameSync(folder(), `${folder()}-away`)
    mkdirSync(join(platform.home, 'other'))
    writeFileSync(join(platform.home, 'other', file.path.slice('files/'.length)), 'secret')
    symlinkSync(join(platform.home, 'other'), folder())
    expect((await download(file.id)).status).toBe(404)
  })
})

describe('an upload', () => {
  it('over 25 MB is refused, with a length or without one, and leaves nothing behind', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024 * 1024
        controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    expect((await post('big', 'text/plain', endless)).status).toBe(413)
    expect(sent).toBeLessThan(maxFileBytes + 3 * 1024 * 1024)
    const response = await post('big', 'text/plain', new Uint8Array(maxFileBytes + 1))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ error: { code: 'too-large' } })
    expect(readdirSync(folder())).toEqual([])
    expect((await post('big', 'text/plain', new Uint8Array(maxFileBytes))).status).toBe(201)
  })

  it('that breaks off is the sender’s fault and leaves nothing behind', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(png),
      pull: (controller) => controller.error(new Error('aborted')),
    })
    expect((await post('a.png', 'image/png', broken)).status).toBe(400)
    expect(readdirSync(folder())).toEqual([])
    expect(platform.logged).toEqual([])
  })

  it('needs a name', async () => {
    for (const query of ['', '?name=', `?name=${'x'.repeat(256)}`, '?name=a&path=b'])
      expect(
        (await platform.send('POST', `/api/files${query}`, undefined, { session, body: 'x' })).status,
      ).toBe(400)
  })
})
