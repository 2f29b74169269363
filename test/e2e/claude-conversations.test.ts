import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ChatMessage } from '../../src/protocol/chat.ts'
import { scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import {
  endOf,
  enginesOf,
  type ProgramWithClaude,
  say,
  startWithClaude,
  tell,
  transcriptsOf,
} from './engine.ts'

let server: MessagesApi
let started: ProgramWithClaude
let device: ChatDevice
beforeAll(async () => {
  server = await createMessagesApi()
  started = await startWithClaude({ api: server })
})
beforeEach(async () => {
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
})
afterEach(() => device.close())
afterAll(async () => {
  await started?.program.dispose()
  await server?.close()
})

/** An answer that lasts until it is stopped. */
const endless = (text: string) => scriptOf({ hang: text })
const begun = (conversationId: string) =>
  device.next('bot:token', (each) => each.conversationId === conversationId)
async function stop(conversationId: string) {
  device.send({ type: 'user:stop', conversationId })
  return await endOf(device, conversationId)
}
async function messagesOf(conversationId: string): Promise<ChatMessage[]> {
  const response = await started.api.fetch(`/api/conversations/${conversationId}/messages`)
  return ((await response.json()) as { messages: ChatMessage[] }).messages
}

it('two conversations work at once, each in a session of its own', async () => {
  tell(device, endless('Thinking about quinces'), { conversationId: 'quinces' })
  await begun('quinces')
  const medlars = await say(device, scriptOf('All about medlars.'), { conversationId: 'medlars' })
  expect(medlars.message.content).toBe('All about medlars.')
  const quinces = await stop('quinces')
  expect(quinces).toMatchObject({ status: 'stopped', message: { content: 'Thinking about quinces' } })

  expect(enginesOf(started.program.home)).toHaveLength(2)
  expect(transcriptsOf(started.program.home)).toHaveLength(2)
  const [ofQuinces, ofMedlars] = ['quinces', 'medlars'].map((word) =>
    server.turns.filter(({ body }) => JSON.stringify(body).includes(word)),
  )
  expect(ofQuinces).toHaveLength(1)
  expect(ofMedlars).toHaveLength(1)
})

it('three work at once; a fourth waits, says so, can be stopped, or runs when one is over', async () => {
  const busy = ['one', 'two', 'three']
  for (const conversationId of busy) {
    tell(device, endless(`I am ${conversationId}`), { conversationId })
    await begun(conversationId)
  }
  tell(device, scriptOf('I am four.'), { conversationId: 'four' })
  const { text } = await device.next(
    'bot:status',
    (each) => each.conversationId === 'four' && each.text !== undefined,
  )
  expect(text).toBe('Waiting: three other conversations are at work.')
  tell(device, scriptOf('Never.'), { conversationId: 'five' })
  await device.next('bot:status', (each) => each.conversationId === 'five' && each.text === text)
  expect(await stop('five')).toMatchObject({ status: 'stopped', message: { parts: [] } })
  expect(enginesOf(started.program.home)).toHaveLength(3)
  await stop('two')
  const four = await endOf(device, 'four')
  expect(four).toMatchObject({ status: 'done', message: { content: 'I am four.' } })
  await stop('one')
  await stop('three')
  await expect.poll(() => enginesOf(started.program.home).length).toBe(3)

  // Whose program had to go remembers all the same.
  const two = await say(device, scriptOf('Still two.'), { conversationId: 'two' })
  expect(two.message.content).toBe('Still two.')
  expect(JSON.stringify(server.turns.at(-1)?.body)).toContain('I am two')
})

it('what is said while it works waits, is seen, and can be taken back', async () => {
  const conversationId = 'queue'
  tell(device, endless('At work'), { conversationId })
  await begun(conversationId)
  const second = tell(device, scriptOf('The second answer.'), { conversationId })
  const third = tell(device, scriptOf('The third answer.'), { conversationId })
  for (const id of [second, third])
    await device.next('chat:sync', ({ message }) => message.id === id && message.status === 'queued')
  device.send({ type: 'user:withdraw', conversationId, messageId: second })
  await device.next('chat:sync', ({ message }) => message.id === second && message.status === 'withdrawn')
  device.send({ type: 'user:stop', conversationId })
  await endOf(device, conversationId)
  await device.next('chat:sync', ({ message }) => message.id === third && message.status === 'sent')
  expect(await endOf(device, conversationId)).toMatchObject({ message: { content: 'The third answer.' } })

  const kept = await messagesOf(conversationId)
  expect(kept.filter(({ role }) => role === 'assistant').map(({ content }) => content)).toEqual([
    'At work',
    'The third answer.',
  ])
  expect(JSON.stringify(server.turns.at(-1)?.body)).not.toContain('The second answer.')
  // One that is taken can't be taken back.
  device.send({ type: 'user:withdraw', conversationId, messageId: third })
  const refusal = await device.next('bot:error')
  expect(refusal.message).toContain('already taken')
})

it('a turn that it begins by itself, when a task in the background is done, is on record as a turn of its own', async () => {
  const conversationId = 'background'
  const command = 'until [ -e go ]; do sleep 0.1; done; echo gone'
  const first = await say(
    device,
    scriptOf(
      { tool: 'Bash', input: { command, description: 'Wait for a word', run_in_background: true } },
      'It goes on in the background.',
    ),
    { conversationId },
  )
  expect(first).toMatchObject({ status: 'done', message: { content: 'It goes on in the background.' } })
  writeFileSync(join(started.program.home, 'workspace', 'go'), '')

  const typing = await device.next('bot:typing', (each) => each.conversationId === conversationId)
  const own = await endOf(device, conversationId)
  expect(own.message.id).toBe(typing.messageId)
  expect(own).toMatchObject({ status: 'done', message: { role: 'assistant', turnId: typing.turnId } })
  expect(own.message.turnId).not.toBe(first.message.turnId)
  expect(own.message.content).toMatch(/^I was told: Notification: /)
  const kept = await messagesOf(conversationId)
  expect(kept.map(({ role }) => role)).toEqual(['user', 'assistant', 'assistant'])

  const next = await say(device, scriptOf('And on.'), { conversationId })
  expect(next).toMatchObject({ status: 'done', message: { content: 'And on.' } })
})

it('an edited message is said to an engine that is told what was said before, and nothing of what came after', async () => {
  await say(device, 'My dog is called Argos.', { conversationId: 'dogs', id: 'dogs-1' })
  await say(device, 'It is a pointer.', { conversationId: 'dogs', id: 'dogs-2' })
  await say(device, 'It likes quiche.', { conversationId: 'dogs', id: 'dogs-3' })
  const before = server.turns.length
  const conversationId = 'dogs-edited'
  device.send({
    type: 'user:message',
    id: 'dogs-4',
    conversationId,
    isNewConversation: true,
    branch: { conversationId: 'dogs', messageId: 'dogs-3' },
    content: 'It likes cheese.',
  })
  const { message } = await endOf(device, conversationId)
  expect(message.content).toContain('It likes cheese.')
  await say(device, 'And ham.', { conversationId })
  const [first, second] = server.turns.slice(before).map(({ body }) => JSON.stringify(body))
  expect(first).toContain('> My dog is called Argos.')
  expect(first).toContain('> It is a pointer.')
  expect(first).not.toContain('quiche')
  // The session has it from then on, and is told once.
  expect(second?.match(/"text":"<earlier-in-this-conversation>/g)).toHaveLength(1)
})
