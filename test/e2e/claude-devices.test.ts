import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { endOf, type ProgramWithClaude, startWithClaude, tell } from './engine.ts'

let server: MessagesApi
let started: ProgramWithClaude
let desktop: ChatDevice
let phone: ChatDevice
beforeAll(async () => {
  server = await createMessagesApi()
  started = await startWithClaude({ api: server })
  const connect = () => connectChat({ url: started.program.ready.url, token: started.api.token })
  desktop = await connect()
  phone = await connect()
})
afterAll(async () => {
  await started?.program.dispose()
  await server?.close()
})

it('a question is answered from another device: the first answer wins, and both see it', async () => {
  const conversationId = 'question'
  tell(desktop, 'Please ask me about the colour.', { conversationId })
  const { question } = await phone.next('bot:question')
  expect(question).toMatchObject({
    text: 'Which colour shall it have?',
    options: [{ label: 'Green' }, { label: 'Blue' }],
  })
  await desktop.next('bot:question')
  const answer = (device: ChatDevice, text: string) =>
    device.send({ type: 'user:answer', conversationId, questionId: question.id, answer: text })
  answer(phone, 'Blue')
  const shown = await desktop.next('bot:question')
  answer(desktop, 'Green')
  expect(shown.question).toEqual({ ...question, answer: 'Blue', answeredBy: expect.any(String) })
  expect(await phone.next('bot:question')).toEqual(shown)

  const [onDesktop, onPhone] = await Promise.all([
    endOf(desktop, conversationId),
    endOf(phone, conversationId),
  ])
  expect(onPhone).toEqual(onDesktop)
  expect(onPhone.status).toBe('done')
  expect(onPhone.message.content).toMatch(/You answered: .*Blue/s)
  expect(onPhone.message.content).not.toContain('"Green"')
  expect(onPhone.message.parts).toContainEqual({ type: 'question', question: shown.question })
})

it.each([
  { first: 'allow', second: 'deny', isWritten: true, action: 'approval-given' },
  { first: 'deny', second: 'allow', isWritten: false, action: 'approval-denied' },
])(
  'what leaves the fence is decided from another device: $first',
  async ({ first, second, isWritten, action }) => {
    const conversationId = `approval-${first}`
    const path = join(tmpdir(), `bloby-outside-${randomUUID()}.txt`)
    onTestFinished(() => rmSync(path, { force: true }))
    const write = { tool: 'Write', input: { file_path: path, content: 'From the agent.\n' } }
    tell(desktop, scriptOf(write, 'I was told: {{result}}'), { conversationId })
    const { approval } = await phone.next('bot:approval')
    expect(approval).toMatchObject({ title: expect.stringContaining('outside the workspace?'), detail: path })
    await desktop.next('bot:approval')
    expect(existsSync(path)).toBe(false)
    const decide = (device: ChatDevice, answer: string) =>
      device.send({ type: 'user:answer', conversationId, questionId: approval.id, answer })
    decide(phone, first)
    const shown = await desktop.next('bot:approval')
    decide(desktop, second)
    expect(shown.approval).toEqual({ ...approval, decision: first, answeredBy: expect.any(String) })
    expect(await phone.next('bot:approval')).toEqual(shown)

    const [{ message }] = await Promise.all([endOf(desktop, conversationId), endOf(phone, conversationId)])
    expect(existsSync(path)).toBe(isWritten)
    if (isWritten) expect(readFileSync(path, 'utf8')).toBe('From the agent.\n')
    else expect(message.content).toContain('The owner did not allow this.')
    const { entries } = (await (await started.api.fetch('/api/audit?limit=50')).json()) as {
      entries: { action: string; detail?: string }[]
    }
    const decisions = entries.filter(({ detail }) => detail?.includes(path))
    expect(decisions).toMatchObject([{ action, detail: expect.stringContaining(`(${first})`) }])
  },
)
