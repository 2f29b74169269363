import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { sessionsAnswer, ticketAnswer } from '../../src/protocol/api.ts'
import { type ApiClient, claim, login } from './api.ts'
import { type Program, startProgram } from './start-program.ts'

const password = 'correct horse'
let program: Program
let owner: ApiClient

beforeAll(async () => {
  program = await startProgram({ prepareHome: addEndlessAnswer })
  owner = await claim(program.ready, { password })
})
afterAll(() => program?.dispose())

/** An answer of the app's backend that begins and does not end. */
function addEndlessAnswer(home: string) {
  const place = join(home, 'workspace', 'backend', 'app.ts')
  const begins =
    "new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('one')) }))"
  const health = "  app.get('/health'"
  writeFileSync(
    place,
    readFileSync(place, 'utf8').replace(health, `  app.get('/endless', () => ${begins})\n${health}`),
  )
}

/** A device of whose session somebody else has the token. */
async function thief(): Promise<ApiClient> {
  return await login(program.ready, password)
}

async function revokeAllOthers() {
  expect((await owner.fetch('/api/portal/sessions', { method: 'DELETE' })).status).toBe(200)
}

async function appCookie(api: ApiClient): Promise<string> {
  const { url } = v.parse(
    ticketAnswer,
    await (await api.fetch('/api/portal/app-ticket', { method: 'POST' })).json(),
  )
  const entered = await fetch(url, { redirect: 'manual' })
  return entered.headers.get('set-cookie')?.split(';')[0] ?? ''
}

it('says nothing more over a chat socket that does not let itself be closed', async () => {
  const { token } = await thief()
  const socket = new WebSocket(`${program.ready.url.replace('http', 'ws')}/bloby/ws`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await new Promise((resolve) => socket.once('open', resolve))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  // It never hears that it is asked to close.
  socket.pause()
  await revokeAllOthers()
  const message = {
    id: 'late-message',
    conversationId: 'late',
    isNewConversation: true,
    content: 'Still here',
  }
  socket.send(JSON.stringify({ type: 'settings:save', settings: { access: 'computer' } }))
  socket.send(JSON.stringify({ type: 'user:message', ...message }))
  socket.resume()
  expect(await closed).toBe(4401)
  expect((await owner.fetch('/api/conversations/late')).status).toBe(404)
  expect(await (await owner.fetch('/api/settings')).json()).toMatchObject({ access: 'workspace' })
})

it('does nothing with a request whose body was on its way', async () => {
  const { token } = await thief()
  const { hostname, port, host } = new URL(program.ready.url)
  const begin = async (line: string, type: string, body: string) => {
    const socket = connect(Number(port), hostname)
    const answer = text(socket)
    const head = [
      `${line} HTTP/1.1`,
      `Host: ${host}`,
      `Authorization: Bearer ${token}`,
      `Content-Type: ${type}`,
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
      'Connection: close',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n`)
    // It was let in.
    await new Promise((resolve) => socket.once('data', resolve))
    return async () => {
      socket.write(body)
      return await answer
    }
  }
  const finish = [
    await begin('PUT /api/settings', 'application/json', '{"access":"computer"}'),
    await begin('POST /api/files?name=late.txt', 'text/plain', 'late'),
  ]
  await revokeAllOthers()
  for (const goOn of finish) expect(await goOn()).toContain('401 Unauthorized')
  expect(await (await owner.fetch('/api/settings')).json()).toMatchObject({ access: 'workspace' })
})

it('hears nothing more of the app: its WebSockets are closed, and its answers that go on break off', async () => {
  const cookie = await appCookie(await thief())
  const { appUrl } = program.ready
  const client = await (await fetch(`${appUrl}/@vite/client`, { headers: { cookie } })).text()
  const [, viteToken] = /wsToken = "([^"]+)"/.exec(client) ?? []
  const socket = new WebSocket(`${appUrl.replace('http', 'ws')}/?token=${viteToken}`, ['vite-hmr'], {
    headers: { cookie, origin: appUrl },
  })
  await new Promise((resolve) => socket.once('message', resolve))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const endless = await fetch(`${appUrl}/app/api/endless`, { headers: { cookie } })
  const reader = endless.body?.getReader()
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one')

  await revokeAllOthers()
  await closed
  await expect(reader?.read()).rejects.toThrow()
  expect((await fetch(`${appUrl}/`, { headers: { cookie }, redirect: 'manual' })).status).toBe(401)
})

it('leaves the owner’s own alone', async () => {
  const { sessions } = v.parse(sessionsAnswer, await (await owner.fetch('/api/portal/sessions')).json())
  expect(sessions.map(({ isCurrent }) => isCurrent)).toEqual([true])
})
