import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { sessionCookie } from '../platform/accounts/cookies.ts'
import { createSessions } from '../platform/accounts/sessions.ts'
import { openDatabase } from '../platform/store/database.ts'
import { migrations } from '../platform/store/migrations.ts'
import { AppError } from '../system/errors.ts'
import { createFakeClock } from '../system/fake-clock.test-kit.ts'
import { createGate } from './gate.ts'
import { createHosts } from './hosts.ts'
import type { Route } from './routes.ts'

const handle = () => {}
const routes: Route[] = [
  { method: 'GET', path: '/open', access: 'open', handle },
  { method: 'POST', path: '/open', access: 'open', handle },
  { method: 'POST', path: '/claim', access: 'unclaimed', handle },
  { path: '/things/:id', access: 'session', handle },
  { path: '/app/api/*', access: 'app-scripts', handle },
  { path: '/*', access: 'app-session', handle },
]

function world({ isClaimed = true } = {}) {
  const db = openDatabase(':memory:', migrations)
  const sessions = createSessions({ db, clock: createFakeClock() })
  const device = sessions.create({ kind: 'device', device: 'test', address: '' })
  const frame = sessions.create({ kind: 'app', device: 'test', address: '', parentId: device.session.id })
  const admit = createGate({
    routes,
    port: 3000,
    hosts: createHosts({ host: '127.0.0.1', allowedHosts: ['bloby.example'] }),
    sessions,
    isClaimed: () => isClaimed,
    isPublic: (path) => path === '/app/api/hook',
  })
  const visit = (method: string, url: string, headers: IncomingHttpHeaders = {}) => {
    const request = {
      method,
      url,
      headers: { host: 'localhost:3000', ...headers },
      rawHeaders: ['Host', 'localhost:3000'],
      socket: {},
    } as unknown as IncomingMessage
    try {
      return admit(request).route.access
    } catch (error) {
      return error instanceof AppError ? error.kind : String(error)
    }
  }
  const cookieOf = (token: string, place: 'platform' | 'app') =>
    sessionCookie(place, token, false).split(';')[0]
  return {
    visit,
    sessions,
    device,
    cookie: cookieOf(device.token, 'platform') ?? '',
    frameCookie: cookieOf(frame.token, 'app') ?? '',
    frame,
  }
}

test('without a session only what is open is served', () => {
  const { visit } = world()
  expect(visit('GET', '/open')).toBe('open')
  expect(visit('GET', '/things/1')).toBe('unauthorized')
  expect(visit('GET', '/app/api/x')).toBe('unauthorized')
  expect(visit('GET', '/anything')).toBe('unauthorized')
  expect(visit('POST', '/app/api/hook')).toBe('app-scripts')
})

test('a cookie or a bearer token opens the platform; the app’s session does not, nor the other way round', () => {
  const { visit, device, frame, cookie, frameCookie } = world()
  expect(visit('GET', '/things/1', { cookie })).toBe('session')
  expect(visit('GET', '/things/1', { authorization: `Bearer ${device.token}` })).toBe('session')
  expect(visit('GET', '/things/1', { authorization: `Bearer ${frame.token}` })).toBe('unauthorized')
  expect(visit('GET', '/things/1', { cookie: `bloby_session=${frame.token}` })).toBe('unauthorized')
  expect(visit('GET', '/page', { cookie: frameCookie })).toBe('app-session')
  expect(visit('GET', '/page', { cookie: `bloby_app=${device.token}` })).toBe('unauthorized')
})

test('the app’s API on the platform’s origin takes bearer tokens, never cookies', () => {
  const { visit, device, cookie } = world()
  expect(visit('GET', '/app/api/x', { cookie })).toBe('unauthorized')
  expect(visit('GET', '/app/api/x', { authorization: `Bearer ${device.token}` })).toBe('app-scripts')
})

test('a cookie that the app planted beside the owner’s cannot sign the owner out', () => {
  const { visit, cookie } = world()
  expect(visit('GET', '/things/1', { cookie: `bloby_session=planted; ${cookie}` })).toBe('session')
})

test('a revoked session is worth nothing, and its app session neither', () => {
  const { visit, sessions, device, cookie, frameCookie } = world()
  sessions.revoke(device.session.id)
  expect(visit('GET', '/things/1', { cookie })).toBe('unauthorized')
  expect(visit('GET', '/page', { cookie: frameCookie })).toBe('unauthorized')
})

test('claiming is there only while nobody owns the installation', () => {
  expect(world({ isClaimed: false }).visit('POST', '/claim')).toBe('unclaimed')
  expect(world().visit('POST', '/claim')).toBe('conflict')
})

test.each([
  'evil.example',
  'localhost.evil.example:3000',
  'localhost:3001',
  '127.0.0.1',
  '192.168.1.5:3000',
  '',
  'a b',
])('a request for the host %s is refused (DNS rebinding)', (host) =>
  expect(world().visit('GET', '/open', { host })).toBe('forbidden'),
)

test.each([
  'localhost:3000',
  '127.0.0.1:3000',
  '[::1]:3000',
  'bloby.example',
  'bloby.example:8443',
  'LOCALHOST:3000',
])('a request for the host %s is served', (host) =>
  expect(world().visit('GET', '/open', { host })).toBe('open'),
)

test.each([
  { origin: 'http://localhost:3001' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site' },
])('a change that comes from %j is refused, with the owner’s cookie too', (headers) => {
  const { visit, cookie } = world()
  expect(visit('POST', '/things/1', { cookie, ...headers })).toBe('forbidden')
  expect(visit('DELETE', '/things/1', { cookie, ...headers })).toBe('forbidden')
  expect(visit('POST', '/open', headers)).toBe('forbidden')
  expect(visit('GET', '/things/1', { cookie, ...headers })).toBe('forbidden')
  expect(visit('GET', '/things/1', { cookie, upgrade: 'websocket', ...headers })).toBe('forbidden')
})

test('our own page may change things, and a link from elsewhere may open a page', () => {
  const { visit, cookie, frameCookie } = world()
  const own = { cookie, origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }
  expect(visit('POST', '/things/1', own)).toBe('session')
  expect(visit('GET', '/open', { 'sec-fetch-site': 'cross-site' })).toBe('open')
  const navigation = { cookie: frameCookie, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' }
  expect(visit('GET', '/page', navigation)).toBe('app-session')
})

test.each(['/things/../open', '/app/api/hook/../x', '/%2e%2e/open', '/a\\b', '/things/%2fopen', 'open', '*'])(
  'the target %s, which two programs could read differently, is refused',
  (url) => expect(world().visit('GET', url)).toBe('invalid'),
)

test.each(['//things/1', 'http://evil.example/things/1', '//evil.example/../things/1'])(
  'the target %s does not get around the session',
  (url) => expect(world().visit('GET', url)).not.toBe('session'),
)

test('a route that does not state its access cannot be registered', () => {
  const bad = { path: '/x', handle } as unknown as Route
  expect(() =>
    createGate({
      routes: [bad],
      port: 1,
      hosts: { isOurs: () => true },
      sessions: { verify: () => undefined },
      isClaimed: () => true,
      isPublic: () => false,
    }),
  ).toThrow('does not state who may use it')
})
