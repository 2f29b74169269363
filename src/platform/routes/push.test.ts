import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { errorBody } from '../../protocol/api.ts'
import { pushKeyAnswer, pushSendAnswer, pushStatusAnswer } from '../../protocol/push.ts'
import type { Session } from '../accounts/sessions.ts'
import { createFakePlatform } from '../fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

const send = (method: string, path: string, body?: unknown, as = session) =>
  platform.send(method, `/api/push/${path}`, body, { session: as })
const status = async (as = session) =>
  v.parse(pushStatusAnswer, await (await send('GET', 'status', undefined, as)).json())
const subscription = (endpoint = 'https://push.example.com/one') => ({
  endpoint,
  keys: { p256dh: randomBytes(65).toString('base64url'), auth: randomBytes(16).toString('base64url') },
})

it('the public key is given, and the private one stays in a file for the owner’s user alone', async () => {
  const { key } = v.parse(pushKeyAnswer, await (await send('GET', 'key')).json())
  expect(Buffer.from(key, 'base64url')).toHaveLength(65)
  const path = join(platform.home, 'vapid.json')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ publicKey: key, privateKey: expect.any(String) })
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

it('a device subscribes, subscribes again and takes it back, and no other device can', async () => {
  const other = platform.signIn().session
  expect(await status()).toEqual({ devices: 0, isSubscribed: false })
  await send('POST', 'subscribe', subscription())
  const answer = await send('POST', 'subscribe', subscription('https://push.example.com/two'))
  expect(await answer.json()).toEqual({ devices: 1, isSubscribed: true })
  expect(await status(other)).toEqual({ devices: 1, isSubscribed: false })
  await send('POST', 'unsubscribe', { endpoint: 'https://push.example.com/two' }, other)
  expect(await status()).toEqual({ devices: 1, isSubscribed: true })
  await send('POST', 'unsubscribe', { endpoint: 'https://push.example.com/two' })
  expect(await status()).toEqual({ devices: 0, isSubscribed: false })
})

it('a device that is signed out gets nothing any more', async () => {
  const phone = platform.signIn().session
  await send('POST', 'subscribe', subscription(), phone)
  await platform.send('DELETE', `/api/portal/sessions/${phone.id}`, undefined, { session })
  expect(await status()).toEqual({ devices: 0, isSubscribed: false })
})

it.each([
  'http://push.example.com/one',
  'https://localhost/one',
  'https://router/one',
  'https://127.0.0.1/one',
  'https://0x7f.1/one',
  'https://[::1]/one',
  'https://[::ffff:10.0.0.1]/one',
  'https://192.168.1.1/one',
  'https://169.254.169.254/latest',
  'https://user:word@push.example.com/one',
  'https://push.example.com.\\@127.0.0.1/one',
])('an endpoint that is no public push service is refused: %s', async (endpoint) => {
  const response = await send('POST', 'subscribe', subscription(endpoint))
  expect(response.status).toBe(400)
  expect(v.parse(errorBody, await response.json()).error.field).toBe('endpoint')
})

it('keys that cannot be a browser’s are refused by name', async () => {
  const good = subscription()
  const response = await send('POST', 'subscribe', { ...good, keys: { ...good.keys, auth: 'short' } })
  expect(response.status).toBe(400)
  expect(v.parse(errorBody, await response.json()).error.field).toBe('keys.auth')
})

it('a notification that no device wants reaches nobody, and an empty one is refused', async () => {
  const answer = await send('POST', 'send', { title: 'Lights', body: 'They are on.' })
  expect(v.parse(pushSendAnswer, await answer.json())).toEqual({ sent: 0, removed: 0, failed: 0 })
  expect((await send('POST', 'send', { body: '  ' })).status).toBe(400)
})
