import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFakePlatform } from '../../src/platform/fake-platform.test-kit.ts'
import { appRoutes } from '../../src/supervisor/app-routes.ts'
import { platformRoutes } from '../../src/supervisor/platform-routes.ts'
import type { Route } from '../../src/supervisor/routes.ts'
import { createStaticFiles } from '../../src/supervisor/static-files.ts'
import { claim } from './api.ts'
import { connectChat } from './chat-socket.ts'
import { type Program, startProgram } from './start-program.ts'

/** What SPEC opens, and nothing else: a new line here is a decision. */
const openToAnyone = [
  'GET /api/health',
  'GET /api/onboard/status',
  'POST /api/portal/login',
  'GET /api/portal/login',
  'POST /api/portal/passkey-login',
  'POST /api/portal/passkey-login/options',
  'GET /manifest.webmanifest',
  'GET /app-icon/:name',
  'GET /*',
  'HEAD /*',
  'GET /__bloby/enter',
]

const unused = {} as never
const platform = createFakePlatform()
const tables = {
  platform: platformRoutes({
    api: platform.api,
    chatSocket: unused,
    files: createStaticFiles({ root: 'dist/public' }),
    proxy: unused,
    upstreams: unused,
    look: unused,
    languages: unused,
    appPort: 1,
  }),
  app: appRoutes({
    proxy: unused,
    upstreams: { backend: unused, draft: unused },
    tickets: unused,
    sessions: platform.sessions,
    platformPort: 1,
  }),
}
const nameOf = ({ method = 'ANY', path }: Route) => `${method} ${path}`

let program: Program
beforeAll(async () => {
  program = await startProgram()
  await claim(program.ready, { password: 'correct horse' })
})
afterAll(() => program.dispose())

test('what is open to anyone is what the specification opens', () => {
  const open = [...tables.platform, ...tables.app].filter(({ access }) => access === 'open')
  expect(open.map(nameOf).sort()).toEqual([...openToAnyone].sort())
})

test('every other route of both origins refuses a request without credentials', async () => {
  const routes = [
    ...tables.platform.map((route) => ({ route, origin: program.ready.url })),
    ...tables.app.map((route) => ({ route, origin: program.ready.appUrl })),
  ].filter(({ route }) => route.access !== 'open')
  expect(routes.length).toBeGreaterThan(25)
  for (const { route, origin } of routes) {
    const path = route.path.replaceAll(/:[a-z]+/gi, 'x').replace('*', 'x')
    const method = route.method ?? 'GET'
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      redirect: 'manual',
      ...body,
    })
    const expected = route.access === 'unclaimed' ? 409 : 401
    expect(`${nameOf(route)} ${response.status}`).toBe(`${nameOf(route)} ${expected}`)
  }
})

test('what no table names does not exist, with or without a session', async () => {
  const { token } = await signIn()
  for (const path of [
    '/api/secrets',
    '/api/portal',
    '/api/conversations/x/y/z',
    '/memory.db',
    '/workspace/app.db',
  ])
    for (const headers of [{}, { authorization: `Bearer ${token}` }])
      expect((await fetch(`${program.ready.url}${path}`, { headers })).status).toBe(404)
})

test('the chat’s socket opens for a session only, and only from our own page', async () => {
  const { url } = program.ready
  await expect(connectChat({ url, token: 'x'.repeat(43) })).rejects.toThrow('401')
  const { token } = await signIn()
  const device = await connectChat({ url, token })
  await device.close()
  const refused = await fetch(`${url}/bloby/ws`, { headers: { authorization: `Bearer ${token}` } })
  expect(refused.status).toBe(400)
})

test('health says nothing but its status, and no answer is kept by a cache', async () => {
  const response = await fetch(`${program.ready.url}/api/health`)
  expect(Object.keys((await response.json()) as object)).toEqual(['status'])
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test('tokens and passwords are in no log', async () => {
  const { token } = await signIn()
  const { readFileSync, readdirSync } = await import('node:fs')
  const logs = readdirSync(`${program.home}/logs`).map((name) =>
    readFileSync(`${program.home}/logs/${name}`, 'utf8'),
  )
  for (const secret of [token, 'correct horse']) expect(logs.join('\n')).not.toContain(secret)
  expect(program.stderr).not.toContain(token)
})

async function signIn(): Promise<{ token: string }> {
  const response = await fetch(`${program.ready.url}/api/portal/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ password: 'correct horse' }),
  })
  return (await response.json()) as { token: string }
}
