import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorBody } from '../protocol/api.ts'
import { AppError } from '../system/errors.ts'
import type { Session } from './accounts/sessions.ts'
import { serveRoutes } from './api.ts'
import { maxBodyBytes } from './api-request.ts'
import { type ApiRoute, apiRoute } from './api-route.ts'
import { createFakePlatform } from './fake-platform.test-kit.ts'

let platform: ReturnType<typeof createFakePlatform>
let session: Session
beforeEach(() => {
  platform = createFakePlatform()
  session = platform.signIn().session
})
afterEach(() => platform.close())

const context = { address: '192.0.2.1', isHttps: false }

async function errorOf(response: Response) {
  return { status: response.status, ...v.parse(errorBody, await response.json()).error }
}

describe('the API', () => {
  it('answers JSON that is not cached, sniffed or read by other sites, also for errors', async () => {
    for (const path of ['/api/health', '/api/nothing']) {
      const { headers } = await platform.send('GET', path)
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    }
  })

  it('tells anyone only that it is there and whether it has an owner', async () => {
    expect(await (await platform.send('GET', '/api/health')).json()).toEqual({ status: 'ok' })
    expect(await (await platform.send('GET', '/api/health', undefined, { session })).json()).toEqual({
      status: 'ok',
    })
    expect(await (await platform.send('GET', '/api/onboard/status')).json()).toEqual({ claimed: false })
  })

  it('has nothing at unknown addresses and methods', async () => {
    for (const [method, path] of [
      ['GET', '/api/nothing'],
      ['DELETE', '/api/health'],
      ['GET', '/'],
    ] as const)
      expect(await errorOf(await platform.send(method, path, undefined, { session }))).toMatchObject({
        status: 404,
        code: 'not-found',
      })
  })

  it('refuses every session route without a session of the platform, even if the gate lets it in', async () => {
    const app = platform.sessions.create({ ...session, kind: 'app', parentId: session.id })
    const closed = platform.api.routes.filter(({ access }) => access === 'session')
    expect(closed.length).toBeGreaterThan(20)
    for (const { method, path } of closed)
      for (const wrong of [undefined, app.session]) {
        const response = await platform.send(method, path.replace(':id', 'x'), undefined, {
          ...(wrong && { session: wrong }),
        })
        expect(await errorOf(response)).toMatchObject({ status: 500, code: 'internal' })
      }
    expect(platform.logged).toHaveLength(closed.length * 2)
  })

  it('opens these routes alone', () => {
    const open = platform.api.routes.filter(({ access }) => access !== 'session')
    expect(open.map(({ method, path, access }) => `${method} ${path} ${access}`)).toEqual([
      'GET /api/health open',
      'GET /api/onboard/status open',
      'POST /api/portal/claim unclaimed',
      'POST /api/portal/login open',
      'GET /api/portal/login open',
      'POST /api/portal/passkey-login/options open',
      'POST /api/portal/passkey-login open',
    ])
  })
})

describe('serveRoutes', () => {
  const serving = { log: { error: () => {} }, sessions: { find: () => undefined } }
  const route = { method: 'GET', path: '/api/x', handle: () => ({}) } as const

  it.each([undefined, '', 'public', 'app-session', 'toString'])(
    'refuses a route with access %j',
    (access) => {
      const routes = [{ ...route, access } as unknown as ApiRoute]
      expect(() => serveRoutes(routes, serving)).toThrow('does not say who may use it')
    },
  )

  it('hides what went wrong inside and logs it', async () => {
    const logged: object[] = []
    const error = new Error('secret detail')
    const broken = apiRoute({ ...route, access: 'open', handle: () => Promise.reject(error) })
    const api = serveRoutes([broken], { ...serving, log: { error: (fields) => logged.push(fields) } })
    const response = await api.fetch(new Request('http://localhost/api/x'), context)
    const body = await response.text()
    expect(response.status).toBe(500)
    expect(body).not.toContain('secret')
    expect(logged).toEqual([{ err: error, route: 'GET /api/x' }])
  })

  it('says when to try again', async () => {
    const busy = apiRoute({
      ...route,
      access: 'open',
      handle() {
        throw new AppError('rate-limited', 'Wait.', { retryAfterSeconds: 7 })
      },
    })
    const response = await serveRoutes([busy], serving).fetch(new Request('http://localhost/api/x'), context)
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('7')
  })
})

describe('a request body', () => {
  const settings = '/api/settings'
  const put = (body: string | Uint8Array | ReadableStream, type = 'application/json') =>
    platform.send('PUT', settings, undefined, {
      session,
      body,
      headers: { 'content-type': type },
      ...(body instanceof ReadableStream && { duplex: 'half' as const }),
    })

  it('has to be JSON, and to say so', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', ''])
      expect(await errorOf(await put('{}', type))).toMatchObject({
        status: 400,
        message: 'Send the body as JSON, with Content-Type: application/json.',
      })
    expect((await put('{}', 'Application/JSON; charset=utf-8')).status).toBe(200)
  })

  it('is refused when it is malformed, not UTF-8 or no object', async () => {
    for (const body of ['', '{', '{"theme":"dark",}', new Uint8Array([0x22, 0xff, 0x22])])
      expect(await errorOf(await put(body))).toMatchObject({
        status: 400,
        message: 'The body is not valid JSON.',
      })
    for (const body of ['[]', '"x"', 'null', '1']) expect((await errorOf(await put(body))).status).toBe(400)
  })

  it('is refused with the name of the field that is unknown, missing or of the wrong type', async () => {
    const send = async (path: string, body: unknown) =>
      errorOf(await platform.send('POST', path, body, { session }))
    expect(await errorOf(await put('{"theme":"dark","isAdmin":true}'))).toEqual({
      status: 400,
      code: 'invalid',
      field: 'isAdmin',
      message: 'isAdmin: is not a known field',
    })
    expect(await errorOf(await put('{"__proto__":{"theme":"dark"}}'))).toMatchObject({ status: 400 })
    expect(await errorOf(await put('{"ownerName":5}'))).toMatchObject({
      message: 'ownerName: must be string',
    })
    expect(await send('/api/portal/login', {})).toMatchObject({
      field: 'password',
      message: 'password: is missing',
    })
    expect(await send('/api/portal/login', { password: ['s3cret'] })).toMatchObject({
      message: 'password: must be string',
    })
    expect(await send('/api/context/set', { conversationId: '../x' })).toMatchObject({
      field: 'conversationId',
      message: 'conversationId: must be 1 to 64 letters, digits, - or _',
    })
  })

  it('over 1 MB is refused, with a length or without one', async () => {
    const large = `{"ownerName":"${'x'.repeat(maxBodyBytes)}"}`
    expect(await errorOf(await put(large))).toMatchObject({ status: 413, code: 'too-large' })

    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(0x20))
      },
    })
    expect((await put(endless)).status).toBe(413)
    expect(sent).toBeLessThan(2 * maxBodyBytes)
  })

  it('that breaks off is the sender’s fault, not ours', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('aborted')),
    })
    expect(await errorOf(await put(broken))).toMatchObject({ status: 400 })
    expect(platform.logged).toEqual([])
  })

  it('of 1 MB is read, in however many pieces it comes', async () => {
    const text = `{"theme":"dark"${' '.repeat(maxBodyBytes - 16)}}`
    const bytes = new TextEncoder().encode(text)
    expect(bytes.length).toBe(maxBodyBytes)
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 10_000) controller.enqueue(bytes.slice(at, at + 10_000))
        controller.close()
      },
    })
    expect((await put(stream)).status).toBe(200)
  })
})

describe('a query', () => {
  const get = async (path: string) => errorOf(await platform.send('GET', path, undefined, { session }))

  it('is refused with the name of the field that is unknown, wrong or given twice', async () => {
    expect(await get('/api/conversations?sort=up')).toMatchObject({ status: 400, field: 'sort' })
    expect(await get('/api/system?x=1')).toMatchObject({ status: 400, field: 'x' })
    expect(await get('/api/conversations?limit=1&limit=2')).toMatchObject({ status: 400, field: 'limit' })
    for (const limit of ['0', '101', '-1', '1e9', 'x', ''])
      expect(await get(`/api/conversations?limit=${limit}`)).toMatchObject({
        status: 400,
        field: 'limit',
        message: 'limit: must be a whole number from 1 to 100',
      })
    expect(await get('/api/messages/search')).toMatchObject({ message: 'query: is missing' })
  })
})
