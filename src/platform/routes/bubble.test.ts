import { readdirSync } from 'node:fs'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorBody, systemAnswer } from '../../protocol/api.ts'
import type { Session } from '../accounts/sessions.ts'
import { bubbleTypeOf, maxBubbleBytes } from '../bubble-file.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

const bytesOf = (text: string, size = text.length) => Buffer.concat([Buffer.from(text, 'latin1')], size)
const png = bytesOf('\x89PNG\r\n\x1a\n', 100)
const mp4 = bytesOf('\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41', 1000)
const send = (
  method: string,
  path: string,
  body?: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) => platform.send(method, path, undefined, { session, headers, ...(body && { body }) })
const shown = async () => v.parse(systemAnswer, await (await send('GET', '/api/system')).json()).bubble

describe('the bubble’s own picture', () => {
  it('is there after it was set, with headers under which nothing in it runs, and gone after it was removed', async () => {
    expect((await send('GET', '/api/bubble')).status).toBe(404)
    expect(await shown()).toBeNull()
    expect((await send('PUT', '/api/bubble', png)).status).toBe(200)
    const answer = await send('GET', '/api/bubble?v=1')
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(await shown()).toEqual({ mediaType: 'image/png', version: expect.any(String) })
    const etag = answer.headers.get('etag') ?? ''
    expect((await send('GET', '/api/bubble', undefined, { 'if-none-match': etag })).status).toBe(304)
    expect((await send('PUT', '/api/bubble/still', png)).status).toBe(200)
    expect((await send('DELETE', '/api/bubble')).status).toBe(200)
    expect((await send('GET', '/api/bubble')).status).toBe(404)
    expect((await send('GET', '/api/bubble/still')).status).toBe(404)
    expect(readdirSync(platform.home).filter((name) => name.startsWith('bubble'))).toEqual([])
  })

  it('may be a film, of which parts can be had; another one forgets the still of the one before', async () => {
    await send('PUT', '/api/bubble', mp4)
    await send('PUT', '/api/bubble/still', png)
    expect(await shown()).toMatchObject({ mediaType: 'video/mp4' })
    const part = await send('GET', '/api/bubble', undefined, { range: 'bytes=4-7' })
    expect(part.status).toBe(206)
    expect(await part.text()).toBe('ftyp')
    expect(part.headers.get('content-range')).toBe('bytes 4-7/1000')
    const rest = await send('GET', '/api/bubble', undefined, { range: 'bytes=996-' })
    expect((await rest.arrayBuffer()).byteLength).toBe(4)
    expect((await send('GET', '/api/bubble', undefined, { range: 'bytes=2000-' })).status).toBe(416)
    for (const range of ['bytes=5-4', 'bytes=-', 'lines=1-2'])
      expect((await send('GET', '/api/bubble', undefined, { range })).status).toBe(200)
    await send('PUT', '/api/bubble', png)
    expect((await send('GET', '/api/bubble/still')).status).toBe(404)
  })

  it('is refused when it is something else or too large, and the one that is there stays', async () => {
    await send('PUT', '/api/bubble', png)
    const refusal = async (path: string, body: Uint8Array<ArrayBuffer>) =>
      v.parse(errorBody, await (await send('PUT', path, body, { 'content-type': 'image/png' })).json()).error
        .code
    expect(await refusal('/api/bubble', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBe('invalid')
    expect(await refusal('/api/bubble', bytesOf('<!doctype html><script>1</script>'))).toBe('invalid')
    expect(await refusal('/api/bubble', bytesOf(''))).toBe('invalid')
    expect(await refusal('/api/bubble', bytesOf('\x89PNG\r\n\x1a\n', maxBubbleBytes + 1))).toBe('too-large')
    expect(await refusal('/api/bubble/still', mp4)).toBe('invalid')
    expect(await refusal('/api/bubble/still', bytesOf('\x89PNG\r\n\x1a\n', 300 * 1024))).toBe('too-large')
    expect(Buffer.from(await (await send('GET', '/api/bubble')).arrayBuffer())).toEqual(png)
  })

  it.each([
    ['image/gif', 'GIF89a'],
    ['image/webp', 'RIFF\0\0\0\0WEBPVP8 '],
    [
      'video/webm',
      '\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm',
    ],
    ['video/mp4', '\0\0\0\x20ftypmp42'],
    [undefined, '\0\0\0\x20ftypavif'],
    [undefined, '\x1a\x45\xdf\xa3\x42\x82\x88matroska'],
    [undefined, '%PDF-1.7'],
  ])('is known by its bytes: %s', (type, start) => {
    expect(bubbleTypeOf(bytesOf(start))).toBe(type)
  })
})
