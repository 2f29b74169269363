import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { SystemAnswer } from '../../src/protocol/api.ts'
import type { ChatMessage } from '../../src/protocol/chat.ts'
import { startTimeOf } from '../../src/system/process-identity.ts'
import { type ApiClient, claim } from './api.ts'
import { connectChat } from './chat-socket.ts'
import { type Program, startProgram } from './start-program.ts'

let program: Program
let api: ApiClient
beforeAll(async () => {
  program = await startProgram()
  api = await claim(program.ready, { password: 'correct horse' })
})
afterAll(() => program.dispose())

const connect = () => connectChat({ url: program.ready.url, token: api.token })
const messagesOf = async (conversationId: string) => {
  const response = await api.fetch(`/api/conversations/${conversationId}/messages?limit=200`)
  return ((await response.json()) as { messages: ChatMessage[] }).messages
}
const system = async () => (await (await api.fetch('/api/system')).json()) as SystemAnswer
const processNamed = async (name: string) =>
  (await system()).processes.find((process) => process.name === name)
const isRunning = (name: string, otherThan?: number) =>
  vi.waitFor(
    async () => {
      const process = await processNamed(name)
      expect(process?.status).toBe('running')
      expect(process?.pid).not.toBe(otherThan)
      return process?.pid ?? 0
    },
    { timeout: 30_000, interval: 100 },
  )

test('kill -9 of the supervisor in the middle of an answer, ten times: every message is there once, every answer whole or interrupted', async () => {
  const conversationId = 'crash'
  const sent: string[] = []
  const seen = new Map<string, string>()
  for (let round = 0; round < 10; round++) {
    const device = await connect()
    const id = `crash-${round}`
    sent.push(id)
    const message = {
      type: 'user:message' as const,
      id,
      conversationId,
      isNewConversation: true,
      content: 'Tell me a long story',
    }
    device.send(message)
    // From before the message is accepted to the middle of the stream.
    if (round % 3 > 0) await device.next('bot:token')
    await sleep(Math.random() * 600)
    await program.kill9()
    await device.closed
    for (const event of device.received)
      if (event.type === 'bot:token')
        seen.set(event.messageId, (seen.get(event.messageId) ?? '') + event.text)
    await program.restart()

    const again = await connect()
    again.send(message)
    await again.next('chat:accepted', (accepted) => accepted.id === id)
    again.send({ type: 'user:stop', conversationId })
    await vi.waitFor(
      async () =>
        expect((await messagesOf(conversationId)).some(({ status }) => status === 'streaming')).toBe(false),
      { timeout: 20_000, interval: 100 },
    )
    await again.close()
  }

  const messages = await messagesOf(conversationId)
  const owner = messages.filter(({ role }) => role === 'user').map(({ id }) => id)
  expect(owner).toEqual(sent)
  const answers = messages.filter(({ role }) => role === 'assistant')
  expect(answers).toHaveLength(10)
  for (const { status } of answers) expect(['done', 'stopped', 'interrupted']).toContain(status)
  expect(answers.some(({ status }) => status === 'interrupted')).toBe(true)
  // What a device saw before the crash is what the record has.
  for (const { id, content } of answers) {
    const part = seen.get(id)?.trim() ?? ''
    expect(content.startsWith(part.split('\n\n')[0] ?? '')).toBe(true)
  }
})

test('kill -9 of the supervisor leaves no second copy of what it had started', async () => {
  // Without PATH there is no sandbox, which would take its processes with it at once.
  const plain = await startProgram({ env: { PATH: '' } })
  onTestFinished(() => plain.dispose())
  const { token } = await claim(plain.ready, { password: 'correct horse' })
  const pidsOf = () =>
    vi.waitFor(
      async () => {
        const headers = { authorization: `Bearer ${token}` }
        const answer = await fetch(`${plain.ready.url}/api/system`, { headers })
        const { processes, sandbox } = (await answer.json()) as SystemAnswer
        expect(processes.map(({ status }) => status)).toEqual(['running', 'running'])
        expect(sandbox).toBe('none')
        return processes.map(({ pid = 0 }) => pid)
      },
      { timeout: 30_000, interval: 100 },
    )
  const before = await pidsOf()
  await plain.kill9()
  for (const pid of before) expect(startTimeOf(pid)).toBeDefined()
  await plain.restart()
  const after = await pidsOf()
  for (const pid of before) {
    expect(startTimeOf(pid)).toBeUndefined()
    expect(after).not.toContain(pid)
  }
})

test('kill -9 of backend and dev server: both come back, and the chat never noticed', async () => {
  const device = await connect()
  for (const name of ['backend', 'vite']) {
    const pid = await isRunning(name)
    process.kill(pid, 'SIGKILL')
    device.send({ type: 'ping' })
    await device.next('pong')
    await isRunning(name, pid)
  }
  device.send({ type: 'ping' })
  await device.next('pong')
  await device.close()
})

test('a backend that exits at once is reported with its last lines, and a mended one comes back by itself', async () => {
  const device = await connect()
  const index = join(program.home, 'workspace', 'backend', 'index.ts')
  const original = readFileSync(index, 'utf8')
  writeFileSync(index, 'console.error("no such column: amount")\nprocess.exit(7)\n')
  const { problem } = await device.next('app:build-error')
  expect(problem).toMatchObject({ id: 'backend', restart: 'backend' })
  expect(problem.lines?.join('\n')).toContain('no such column: amount')
  expect((await system()).status).toBe('degraded')
  device.send({ type: 'ping' })
  await device.next('pong')
  writeFileSync(index, original)
  await device.next('app:rebuilt', ({ what }) => what === 'backend')
  await device.next('app:state', ({ problems }) => problems.length === 0)
  await device.close()
})

test('a client that does not compile is reported by file and line, and a mended one is well again', async () => {
  await isRunning('vite')
  const device = await connect()
  const file = join(program.home, 'workspace', 'client', 'src', 'app.tsx')
  const original = readFileSync(file, 'utf8')
  writeFileSync(file, `${original}\nconst broken = <div>\n`)
  const { problem } = await device.next('app:build-error')
  expect(problem).toMatchObject({ id: 'client', title: 'The dashboard does not compile' })
  expect(problem.detail).toMatch(/^client\/src\/app\.tsx:\d+.*: (?!Transform failed)/)
  writeFileSync(file, original)
  await device.next('app:rebuilt', ({ what }) => what === 'client')
  await device.close()
})

test('SIGTERM stops everything within 5 s and leaves no child behind', async () => {
  const pids = [program.ready.pid, await isRunning('backend'), await isRunning('vite')]
  expect(await program.stop()).toBe(0)
  for (const pid of pids) expect(startTimeOf(pid)).toBeUndefined()
  await program.restart()
})
