import { execFile } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { claim, login } from './api.ts'
import { connectChat } from './chat-socket.ts'
import { type Program, startProgram } from './start-program.ts'
import { temporaryHome } from './temporary-home.ts'

const run = promisify(execFile)
/** Runs the command line to its end, whatever that is. */
async function bloby(args: string[], home: string) {
  try {
    const { stdout, stderr } = await run(process.execPath, ['src/cli/main.ts', ...args], {
      env: { ...process.env, BLOBY_HOME: home, NO_COLOR: '1' },
    })
    return { code: 0, stdout, stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, stdout, stderr }
  }
}

let program: Program
let token: string
beforeAll(async () => {
  program = await startProgram()
})
afterAll(() => program.dispose())

test('a wrong setup code is refused, the right one works once, and a used one says so', async () => {
  const wrong = { url: program.ready.url, setupUrl: `${program.ready.url}/#setup=${'A'.repeat(22)}` }
  await expect(claim(wrong, { password: 'correct horse' })).rejects.toThrow(/401.*setup code is not right/)
  await expect(claim(program.ready, { password: 'short' })).rejects.toThrow(/400.*at least 8/)
  token = (await claim(program.ready, { password: 'correct horse' })).token
  await expect(claim(program.ready, { password: 'correct horse' })).rejects.toThrow(
    /409.*already has an owner/,
  )
})

test('broken frames are answered in words and leave the socket open', async () => {
  const device = await connectChat({ url: program.ready.url, token })
  const errorOf = async (frame: string) => {
    device.sendRaw(frame)
    return await device.next('bot:error')
  }
  expect(await errorOf('{"type": "user:mess')).toMatchObject({
    code: 'invalid',
    message: 'The frame is not JSON.',
  })
  expect(await errorOf('[]')).toMatchObject({ code: 'invalid' })
  expect(await errorOf('{"type":"user:message","id":"a b","content":"x"}')).toMatchObject({ code: 'invalid' })
  expect(await errorOf('{"type":"user:message","id":"m1","content":7}')).toMatchObject({
    id: 'm1',
    code: 'invalid',
  })
  const draft = { text: '', chosen: ['x'.repeat(2001)] }
  const tooLong = { type: 'user:answer-draft', conversationId: 'c', questionId: 'q', draft }
  expect(await errorOf(JSON.stringify(tooLong))).toMatchObject({ code: 'invalid' })
  expect(await errorOf('{"type":"user:message","id":"m2","content":"   "}')).toMatchObject({ id: 'm2' })
  expect(await errorOf('{"type":"chat:resume","conversationId":"nope","after":0}')).toMatchObject({
    code: 'not-found',
    conversationId: 'nope',
  })
  expect(
    await errorOf('{"type":"user:message","id":"m3","conversationId":"nope","content":"x"}'),
  ).toMatchObject({
    id: 'm3',
    code: 'not-found',
  })
  device.sendRaw('{"type":"from:the-future","x":1}')
  device.send({ type: 'ping' })
  await device.next('pong')
  await device.close()
})

test('a frame over 40 MB closes the socket with 1009, and the next one opens', async () => {
  const device = await connectChat({ url: program.ready.url, token })
  device.sendRaw(`{"type":"user:message","id":"big","content":"${'x'.repeat(40 * 1024 * 1024)}"}`)
  expect(await device.closed).toBe(1009)
  const next = await connectChat({ url: program.ready.url, token })
  next.send({ type: 'ping' })
  await next.next('pong')
  await next.close()
})

test('bodies that are too large, broken, or have unknown fields are refused with the field’s name', async () => {
  const send = (path: string, body: string, method = 'POST') =>
    fetch(`${program.ready.url}${path}`, {
      method,
      body,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    })
  expect((await send('/api/conversations', `{"title":"${'x'.repeat(1024 * 1024)}"}`)).status).toBe(413)
  expect((await send('/api/conversations', '{"title":')).status).toBe(400)
  const unknown = await send('/api/conversations', '{"titel":"x"}')
  expect(unknown.status).toBe(400)
  expect(await unknown.json()).toMatchObject({ error: { code: 'invalid', field: 'titel' } })
  expect((await send('/api/conversations/nope', '{"title":"x"}', 'PATCH')).status).toBe(404)
})

test('a foreign Host or Origin is refused', async () => {
  const { request } = await import('node:http')
  const statusFor = (headers: Record<string, string>, method = 'GET') =>
    new Promise((resolve, reject) => {
      request(`${program.ready.url}/api/onboard/status`, { method, headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
  expect(await statusFor({ host: 'evil.example' })).toBe(403)
  expect(await statusFor({ host: `evil.example:${program.port}` })).toBe(403)
  expect(await statusFor({ host: `localhost:${program.port}` })).toBe(200)
  const attempt = await fetch(`${program.ready.url}/api/portal/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: program.ready.appUrl },
    body: '{"password":"x"}',
  })
  expect(attempt.status).toBe(403)
})

test('a wrong password many times is slowed down, and says how long to wait', async () => {
  let last: Response | undefined
  for (let guess = 0; guess < 6; guess++) {
    last = await fetch(`${program.ready.url}/api/portal/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ password: `guess ${guess}` }),
    })
  }
  expect(last?.status).toBe(429)
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0)
  await expect(login(program.ready, 'correct horse')).rejects.toThrow('Too many tries')
})

test('a second supervisor on the same home says that one runs, and the first goes on', async () => {
  const second = await bloby(['start', '--no-open', '--port', String(program.port + 10)], program.home)
  expect(second.code).toBe(1)
  expect(second.stderr).toContain('already running')
  expect(second.stdout).toContain(`runs at ${program.ready.url}`)
  expect((await fetch(`${program.ready.url}/api/health`)).status).toBe(200)
})

test('a port in use is named, with the way out', async () => {
  const home = temporaryHome()
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => taken.close(() => resolve())))
  const { port } = taken.address() as { port: number }
  const { code, stderr } = await bloby(['start', '--json', '--port', String(port)], home)
  expect(code).toBe(1)
  expect(stderr).toContain(`Port ${port} is in use`)
  expect(stderr).toContain('--port')
})

test('a damaged config.json is kept aside and reported, and Bloby starts', async () => {
  const home = temporaryHome()
  writeFileSync(join(home, 'config.json'), '{"port": 30')
  const damaged = await startProgram({ home })
  onTestFinished(() => damaged.dispose())
  expect(readdirSync(home).filter((name) => name.startsWith('config.json'))).toEqual([
    expect.stringContaining('config.json.damaged-'),
  ])
  const { token: ownToken } = await claim(damaged.ready, { password: 'correct horse' })
  const device = await connectChat({ url: damaged.ready.url, token: ownToken })
  const state = await device.next('app:state')
  expect(state.problems).toMatchObject([{ id: 'config', title: 'config.json was damaged' }])
  await device.close()
})

test('a home that cannot be written to, and one on a database of a newer version, end with words', async () => {
  const file = join(temporaryHome(), 'file')
  writeFileSync(file, '')
  const { code, stderr } = await bloby(['start', '--json'], join(file, 'home'))
  expect(code).toBe(1)
  expect(stderr).toContain('cannot be written to')
  expect(stderr).toContain('BLOBY_HOME')

  const home = temporaryHome()
  const { DatabaseSync } = await import('node:sqlite')
  const newer = new DatabaseSync(join(home, 'memory.db'))
  newer.exec('PRAGMA user_version = 999; CREATE TABLE x (a)')
  newer.close()
  const refused = await bloby(['start', '--json'], home)
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/newer/i)
})

test('wrong use of the command line exits with 2 and tells the right one', async () => {
  const home = temporaryHome()
  for (const args of [['dance'], ['start', '--port', 'x'], ['start', '--colour'], []]) {
    const { code, stdout, stderr } = await bloby(args, home)
    expect(`${args.join(' ')}: ${code}`).toBe(`${args.join(' ')}: 2`)
    expect(stdout + stderr).toContain('bloby')
  }
  expect((await bloby(['version', '--json'], home)).code).toBe(0)
  expect((await bloby(['status'], home)).code).toBe(1)
})
