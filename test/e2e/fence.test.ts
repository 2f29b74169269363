import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ApiClient, claim } from './api.ts'
import { type Program, startProgram } from './start-program.ts'

let program: Program
let api: ApiClient
beforeAll(async () => {
  program = await startProgram()
  api = await claim(program.ready, { password: 'correct horse' })
})
afterAll(() => program.dispose())

/** Runs a piece of code in the workspace's backend, as an agent could write it, and gives what it says. */
async function inBackend(code: string): Promise<string> {
  const mark = Math.random().toString(36).slice(2)
  const source = `
import { createServer } from 'node:http'
async function attempt() { ${code} }
const answer = await attempt().then(String, (error) => 'refused: ' + (error.code ?? '') + ' ' + error.message)
createServer((_, response) => response.end(${JSON.stringify(mark)} + answer)).listen(Number(process.env.PORT), '127.0.0.1')
`
  writeFileSync(join(program.home, 'workspace', 'backend', 'index.ts'), source)
  return await vi.waitFor(
    async () => {
      const answer = await (await api.fetch('/app/api/x')).text()
      expect(answer.startsWith(mark)).toBe(true)
      return answer.slice(mark.length)
    },
    { timeout: 30_000, interval: 100 },
  )
}

test.each([
  ['reads memory.db', `return (await import('node:fs')).readFileSync('../memory.db').length`],
  [
    'opens memory.db with SQLite',
    `const { DatabaseSync } = await import('node:sqlite')
     return JSON.stringify(new DatabaseSync('../memory.db').prepare('SELECT * FROM sessions').all())`,
  ],
  [
    'attaches memory.db to a database of its own',
    `const { DatabaseSync } = await import('node:sqlite')
     const own = new DatabaseSync(':memory:')
     own.exec("ATTACH '../memory.db' AS platform")
     return JSON.stringify(own.prepare('SELECT * FROM platform.sessions').all())`,
  ],
  [
    'reads the token of the command line',
    `return (await import('node:fs')).readFileSync('../run/supervisor.json')`,
  ],
  [
    'imports code of the platform',
    `return Object.keys(await import(${JSON.stringify(join(process.cwd(), 'src/platform/api.ts'))}))`,
  ],
  ['starts a process', `return (await import('node:child_process')).execSync('id')`],
  [
    'starts a thread without the guard',
    `new (await import('node:worker_threads')).Worker('1', { eval: true, execArgv: [] }); return 'started'`,
  ],
  ['opens a debugger in the supervisor', `process._debugProcess(process.ppid); return 'sent'`],
  ['signals the supervisor', `process.kill(process.ppid, 'SIGKILL'); return 'sent'`],
  [
    'writes outside the workspace',
    `(await import('node:fs')).writeFileSync('../config.json', '{}'); return 'written'`,
  ],
])('the backend of the workspace cannot: it %s', async (_, code) => {
  expect(await inBackend(code)).toMatch(
    /^refused: .*(ERR_ACCESS_DENIED|not authorized|not allowed|restricted)/,
  )
})

test('the backend has no secret of the platform in its environment', async () => {
  const environment = JSON.parse(await inBackend('return JSON.stringify(process.env)')) as Record<
    string,
    string
  >
  expect(Object.keys(environment).sort()).toEqual(expect.arrayContaining(['NO_COLOR', 'PATH', 'PORT']))
  expect(Object.keys(environment).filter((name) => /BLOBY|KEY|TOKEN|SECRET|npm_/i.test(name))).toEqual([])
})

test('the backend never sees the owner’s session, and cannot set one', async () => {
  writeFileSync(
    join(program.home, 'workspace', 'backend', 'index.ts'),
    `import { createServer } from 'node:http'
createServer((request, response) => {
  response.setHeader('set-cookie', ['bloby_session=planted', 'bloby_app=planted', 'theme=dark'])
  response.end(JSON.stringify(request.headers))
}).listen(Number(process.env.PORT), '127.0.0.1')
`,
  )
  const enter = (
    (await (await api.fetch('/api/portal/app-ticket', { method: 'POST' })).json()) as { url: string }
  ).url
  const entered = await fetch(enter, { redirect: 'manual' })
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(cookie).toMatch(/^bloby_app=/)
  const ask = () =>
    fetch(`${program.ready.appUrl}/app/api/echo`, {
      headers: { cookie: `${cookie}; bloby_session=${api.token}; theme=light` },
    })
  const response = await vi.waitFor(
    async () => {
      const answer = await ask()
      expect(answer.headers.get('set-cookie')).toContain('theme=dark')
      return answer
    },
    { timeout: 30_000, interval: 100 },
  )
  expect(response.headers.getSetCookie()).toEqual(['theme=dark'])
  expect((await response.json()) as object).toMatchObject({ cookie: 'theme=light' })

  const onPlatform = await api.fetch('/app/api/echo')
  expect(onPlatform.headers.getSetCookie()).toEqual([])
  expect(onPlatform.headers.get('content-security-policy')).toContain('sandbox')
  const seen = await onPlatform.text()
  expect(seen).not.toContain(api.token)
})

test('a ticket for the app opens it once', async () => {
  const { url } = (await (await api.fetch('/api/portal/app-ticket', { method: 'POST' })).json()) as {
    url: string
  }
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(303)
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(401)
})
