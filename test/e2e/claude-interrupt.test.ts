import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTimeOf } from '../../src/system/process-identity.ts'
import { scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { endOf, enginesOf, type ProgramWithClaude, say, startWithClaude, tell } from './engine.ts'

let server: MessagesApi
let started: ProgramWithClaude
let device: ChatDevice
const times: Record<string, number> = {}
beforeAll(async () => {
  server = await createMessagesApi()
  started = await startWithClaude({ api: server })
})
beforeEach(async () => {
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
})
afterEach(() => device.close())
afterAll(async () => {
  console.log('ms from user:stop to bot:done', times)
  await started?.program.dispose()
  await server?.close()
})

/** Stops what runs in a conversation, by default the one that most of this happens in; how long it took is printed in the end. */
async function stop(what: string, conversationId = 'stops') {
  const before = performance.now()
  device.send({ type: 'user:stop', conversationId })
  const end = await endOf(device, conversationId)
  times[what] = Math.round(performance.now() - before)
  return end
}

/** A conversation is all right when its next prompt is answered, with what was said before in mind. */
async function expectToGoOn(words: string, conversationId = 'stops'): Promise<void> {
  const next = await say(device, scriptOf('Here I am.'), { conversationId })
  expect(next).toMatchObject({ status: 'done', message: { content: 'Here I am.' } })
  expect(JSON.stringify(server.turns.at(-1)?.body)).toContain(words)
}

it('stops in the middle of a text, and keeps what was said', async () => {
  tell(device, scriptOf({ text: 'Once upon a time. ', repeat: 500, delayMs: 20 }), {
    conversationId: 'stops',
  })
  await device.next('bot:token')
  const [engine] = enginesOf(started.program.home)
  const { message, status } = await stop('a text')
  expect(status).toBe('stopped')
  expect(message.content).toMatch(/^Once/)
  expect(message.parts).toHaveLength(1)
  await expectToGoOn(message.content)
  expect(enginesOf(started.program.home)).toEqual([engine])
})

it('stops a command that runs, and keeps what it has printed', async () => {
  const command = 'echo "first line"; tail -f /dev/null'
  tell(device, scriptOf({ text: 'I wait.', tool: 'Bash', input: { command } }, 'Never.'), {
    conversationId: 'stops',
  })
  await device.next('bot:tool', ({ output }) => output?.includes('first line') ?? false)
  const { message, status } = await stop('a command')
  expect(status).toBe('stopped')
  expect(message.parts).toMatchObject([
    { type: 'text', text: 'I wait.' },
    { type: 'tool', tool: { status: 'stopped', output: expect.stringContaining('first line') } },
  ])
  await expectToGoOn('I wait.')
})

it('stops while a question waits for its answer', async () => {
  const options = ['Yes', 'No'].map((label) => ({ label, description: label }))
  const questions = [{ question: 'Red?', header: 'Red', multiSelect: false, options }]
  tell(device, scriptOf({ tool: 'AskUserQuestion', input: { questions } }, 'Never.'), {
    conversationId: 'stops',
  })
  await device.next('bot:question')
  const { status } = await stop('a question')
  expect(status).toBe('stopped')
  await expectToGoOn('Red?')
})

it('stops while the provider says nothing more', async () => {
  tell(device, scriptOf({ hang: 'Let me think about' }), { conversationId: 'stops' })
  await device.next('bot:token')
  const { message, status } = await stop('a provider that hangs')
  expect(status).toBe('stopped')
  expect(message.content).toBe('Let me think about')
  await expectToGoOn('Let me think about')
})

it('stops while the provider has not begun to answer', async () => {
  const prompt = scriptOf({ text: 'Late.', waitMs: 30_000 })
  tell(device, prompt, { conversationId: 'stops' })
  await server.request(({ seen }) => seen?.prompt === prompt)
  const { message, status } = await stop('a provider that is silent')
  expect(status).toBe('stopped')
  expect(message.parts).toEqual([])
  await expectToGoOn('Here I am.')
})

it('ends an engine that no longer listens, and keeps what was said', async () => {
  const conversationId = 'hanging-engine'
  const others = enginesOf(started.program.home)
  await say(device, scriptOf('The password of the barn is Stork.'), { conversationId })
  const [engine = 0] = enginesOf(started.program.home).filter((pid) => !others.includes(pid))
  tell(device, scriptOf({ text: 'On and on. ', repeat: 500, delayMs: 20 }), { conversationId })
  await device.next('bot:token')
  // It neither reads nor writes any more, as a program that hangs.
  process.kill(engine, 'SIGSTOP')
  const { message, status } = await stop('an engine that hangs', conversationId)
  expect(status).toBe('stopped')
  expect(message.content).toMatch(/^On/)
  await expectToGoOn('The password of the barn is Stork.', conversationId)
  await expect.poll(() => startTimeOf(engine)).toBeUndefined()
})

it('stops before the engine has the prompt', async () => {
  const conversationId = 'early'
  tell(device, scriptOf('Never.'), { conversationId })
  await device.next('bot:typing', (each) => each.conversationId === conversationId)
  const { message, status } = await stop('before the engine has it', conversationId)
  expect(status).toBe('stopped')
  expect(message.parts).toEqual([])
  await expectToGoOn('Here I am.', conversationId)
})
