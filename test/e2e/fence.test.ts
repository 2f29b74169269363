import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { portsFrom } from '../../src/system/ports.ts'
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

/** Opens the platform's database by `name` and reads from it. */
const readMemory = (name: string) =>
  `return JSON.stringify(new DatabaseSync(${name}).prepare('SELECT key FROM settings').all())`
/** Attaches the platform's database to the one in `own`, and reads from it. */
const attachMemory = `own.exec("ATTACH '../memory.db' AS p")
  return JSON.stringify(own.prepare('SELECT key FROM p.settings').all())`
const sqlite = `const { DatabaseSync } = await import('node:sqlite');`

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
    'opens it by a URI through a folder named :memory:',
    `${sqlite} (await import('node:fs')).mkdirSync(':memory:', { recursive: true })
     ${readMemory("'file::memory:/../../memory.db'")}`,
  ],
  [
    'opens it by an object that names another file each time',
    `${sqlite} let asked = 0
     ${readMemory("{ toString: () => (asked++ === 0 ? ':memory:' : '../memory.db') }")}`,
  ],
  [
    'opens it by a URL',
    `${sqlite} ${readMemory("new URL('../memory.db', 'file://' + process.cwd() + '/')")}`,
  ],
  [
    'attaches it with an option that changes as it is read',
    `${sqlite} let asked = 0
     const own = new DatabaseSync(':memory:', { get open() { return asked++ > 0 } })
     if (!own.isOpen) own.open()
     ${attachMemory}`,
  ],
  [
    'attaches it with an option that every object has',
    `${sqlite} let asked = 0
     Object.defineProperty(Object.prototype, 'open', { configurable: true, get: () => asked++ > 0 })
     const own = new DatabaseSync(':memory:'); delete Object.prototype.open; ${attachMemory}`,
  ],
  [
    'attaches it with Function.prototype.call replaced',
    `${sqlite} const { call } = Function.prototype; Function.prototype.call = () => {}
     const own = new DatabaseSync(':memory:'); Function.prototype.call = call; ${attachMemory}`,
  ],
  [
    'copies a database out',
    `${sqlite} await (await import('node:sqlite')).backup(new DatabaseSync(':memory:'), '../copy.db'); return 'copied'`,
  ],
  [
    'opens it with String replaced',
    `${sqlite} globalThis.String = () => ':memory:'; ${readMemory("'../memory.db'")}`,
  ],
  [
    'opens it with startsWith replaced',
    `${sqlite} String.prototype.startsWith = () => true; ${readMemory("'../memory.db'")}`,
  ],
  [
    'opens it with realpathSync replaced',
    `${sqlite} const fs = process.getBuiltinModule('node:fs')
     fs.realpathSync = Object.assign(() => process.cwd(), { native: () => process.cwd() })
     process.getBuiltinModule('node:module').syncBuiltinESMExports(); ${readMemory("'../memory.db'")}`,
  ],
  [
    'has V8 write a file',
    `(await import('node:v8')).setFlagsFromString('--redirect-code-traces-to=../traces'); return 'set'`,
  ],
  [
    'connects to a Unix socket',
    `const { connect } = await import('node:net')
     return await new Promise((resolve, reject) => connect('../outside.sock', () => resolve('connected')).on('error', reject))`,
  ],
  [
    'makes a Unix socket',
    `const { createServer } = await import('node:net')
     return await new Promise((resolve, reject) =>
       createServer().on('error', reject).listen('../made.sock', () => resolve('made')))`,
  ],
  [
    'slows the supervisor down',
    `const os = await import('node:os'); os.setPriority(process.ppid, 1); return 'slower'`,
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

test('app.json alone does not let the backend start programs; the owner is told that it asks', async () => {
  const path = join(program.home, 'workspace', 'app.json')
  const before = readFileSync(path, 'utf8')
  const problems = async () =>
    ((await (await api.fetch('/api/system')).json()) as { problems: { id: string }[] }).problems.map(
      ({ id }) => id,
    )
  writeFileSync(path, JSON.stringify({ ...JSON.parse(before), backend: { childProcesses: true } }))
  await vi.waitFor(async () => expect(await problems()).toContain('child-processes'), { timeout: 10_000 })
  expect(await inBackend(`return (await import('node:child_process')).execSync('id')`)).toMatch(
    /^refused: ERR_ACCESS/,
  )
  writeFileSync(path, before)
  await vi.waitFor(async () => expect(await problems()).not.toContain('child-processes'), { timeout: 10_000 })
})

test('a request for a restart that turns into a folder leaves the supervisor up', async () => {
  await inBackend(`const fs = await import('node:fs')
fs.rmSync('asked', { force: true })
setTimeout(() => {
  fs.writeFileSync('.restart', '')
  for (const end = Date.now() + 3000; Date.now() < end; )
    try { fs.mkdirSync('.restart'); fs.writeFileSync('.restart/file', ''); break } catch {}
  fs.writeFileSync('asked', '')
}, 300)
return 'armed'`)
  const asked = join(program.home, 'workspace', 'asked')
  await vi.waitFor(() => expect(existsSync(asked)).toBe(true), { timeout: 20_000 })
  expect(await inBackend(`return 'still here'`)).toBe('still here')
  expect((await api.fetch('/api/health')).status).toBe(200)
})

test('the backend answers the proxy only, and does not see how it knows it', async () => {
  writeFileSync(
    join(program.home, 'workspace', 'backend', 'index.ts'),
    `import { createServer } from 'node:http'
createServer(({ rawHeaders, headers }, response) => response.end('seen ' + JSON.stringify([rawHeaders, headers])))
  .listen(Number(process.env.PORT), '127.0.0.1')
`,
  )
  await vi.waitFor(
    async () => {
      const seen = await (await api.fetch('/app/api/x')).text()
      expect(seen).toMatch(/^seen/)
      expect(seen).not.toContain('bloby-proxy-key')
    },
    { timeout: 30_000, interval: 100 },
  )
  const direct = `http://127.0.0.1:${portsFrom(program.port).backend}/x`
  expect((await fetch(direct)).status).toBe(403)
  expect((await fetch(direct, { headers: { 'bloby-proxy-key': 'guessed' } })).status).toBe(403)
})

test('the backend has no secret of the platform in its environment', async () => {
  const environment = JSON.parse(await inBackend('return JSON.stringify(process.env)')) as Record<
    string,
    string
  >
  expect(Object.keys(environment).sort()).toEqual(expect.arrayContaining(['NO_COLOR', 'PATH', 'PORT']))
  // The mark by which the next supervisor finds what a killed one left says nothing and opens nothing.
  const names = Object.keys(environment).filter((name) => name !== 'BLOBY_LEDGER_MARK')
  expect(names.filter((name) => /BLOBY|KEY|TOKEN|SECRET|npm_/i.test(name))).toEqual([])
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
