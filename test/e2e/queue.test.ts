import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChatMessage, ClientMessage } from '../../src/protocol/chat.ts'
import { type ApiClient, claim } from './api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { type Program, startProgram } from './start-program.ts'

/** The demo engine takes its time with this, so that what runs still runs. */
const story = 'Tell me a long story'
let program: Program
let api: ApiClient

beforeAll(async () => {
  program = await startProgram()
  api = await claim(program.ready, { password: 'correct horse' })
})
afterAll(() => program?.dispose())

const connect = () => connectChat({ url: program.ready.url, token: api.token })

async function say(device: ChatDevice, conversationId: string, id: string): Promise<void> {
  device.send({ type: 'user:message', id, conversationId, isNewConversation: true, content: story })
  await device.next('chat:accepted', (message) => message.id === id)
}

/** The owner's messages as a device sees them that has nothing yet. */
async function messagesIn(conversationId: string): Promise<ChatMessage[]> {
  const device = await connect()
  device.send({ type: 'chat:resume', conversationId, after: 0 })
  const { messages } = await device.next('chat:state')
  await device.close()
  return messages.filter(({ role }) => role === 'user')
}

it('a supervisor that is killed after each change of the queue goes on with the queue as it was put', async () => {
  const conversationId = 'killed'
  const waiting = async () =>
    (await messagesIn(conversationId)).flatMap(({ status, id }) => (status === 'queued' ? [id] : []))
  /** Asks, waits until the record has it, and cuts the power. What waits first is then taken, as what ran was cut off. */
  async function askAndKill(ask: ClientMessage, isRecorded: (message: ChatMessage) => boolean) {
    const device = await connect()
    device.send({ type: 'chat:resume', conversationId, after: 0 })
    await device.next('chat:state')
    device.send(ask)
    await device.next('chat:sync', ({ message }) => isRecorded(message))
    await program.kill9()
    await device.closed
    await program.restart()
  }

  const device = await connect()
  for (const id of ['first', 'a', 'b', 'c', 'd', 'e']) await say(device, conversationId, id)
  expect(await waiting()).toEqual(['a', 'b', 'c', 'd', 'e'])

  await askAndKill(
    { type: 'user:reorder', conversationId, messageIds: ['c', 'a', 'b', 'd', 'e'] },
    ({ id }) => id === 'e',
  )
  await expect.poll(waiting, { timeout: 20_000 }).toEqual(['a', 'b', 'd', 'e'])

  await askAndKill(
    { type: 'user:edit', conversationId, messageId: 'e', content: 'other words' },
    ({ content }) => content === 'other words',
  )
  await expect.poll(waiting, { timeout: 20_000 }).toEqual(['b', 'd', 'e'])
  expect((await messagesIn(conversationId)).find(({ id }) => id === 'e')?.content).toBe('other words')

  await askAndKill(
    { type: 'user:send-now', conversationId, messageId: 'd' },
    ({ id, status }) => id === 'd' && status === 'sent',
  )
  await expect.poll(waiting, { timeout: 20_000 }).toEqual(['e'])

  await askAndKill({ type: 'user:withdraw', conversationId, messageId: 'e' }, ({ id }) => id === 'e')
  await expect.poll(waiting, { timeout: 20_000 }).toEqual([])
  expect((await messagesIn(conversationId)).map(({ id, status }) => `${id} ${status}`)).toEqual(
    ['first', 'c', 'a', 'd', 'b'].map((id) => `${id} sent`),
  )
}, 120_000)

it('what one device does with the queue another one sees, and is told when the agent was faster', async () => {
  const conversationId = 'shared'
  const [one, other] = [await connect(), await connect()]
  for (const id of ['s1', 's2', 's3']) await say(one, conversationId, id)
  one.send({ type: 'user:edit', conversationId, messageId: 's2', content: 'edited' })
  await other.next('chat:sync', ({ message }) => message.content === 'edited' && message.status === 'queued')
  other.send({ type: 'user:reorder', conversationId, messageIds: ['s3', 's2'] })
  await one.next('chat:sync', ({ message }) => message.id === 's2')
  expect((await messagesIn(conversationId)).map(({ id }) => id)).toEqual(['s1', 's3', 's2'])
  other.send({ type: 'user:send-now', conversationId, messageId: 's2' })
  const done = await one.next('bot:done')
  expect(done.status).toBe('stopped')
  await one.next('chat:sync', ({ message }) => message.id === 's2' && message.status === 'sent')
  one.send({ type: 'user:edit', conversationId, messageId: 's2', content: 'too late' })
  expect(await one.next('bot:error')).toMatchObject({ code: 'conflict', conversationId })
  other.send({ type: 'user:reorder', conversationId, messageIds: ['s2', 's3'] })
  expect(await other.next('bot:error')).toMatchObject({ code: 'conflict' })
  await one.close()
  await other.close()
})
