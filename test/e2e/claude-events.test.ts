import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ServerMessage } from '../../src/protocol/chat.ts'
import { partUpdateOf } from '../../src/protocol/turn-events.ts'
import { applyPartUpdate, type MessagePart } from '../../src/protocol/turn-parts.ts'
import { scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import { type ProgramWithClaude, say, startWithClaude } from './engine.ts'

let server: MessagesApi
let started: ProgramWithClaude
let device: ChatDevice
beforeAll(async () => {
  server = await createMessagesApi()
  started = await startWithClaude({ api: server })
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
})
afterAll(async () => {
  await started?.program.dispose()
  await server?.close()
})

/** A whole turn: its end, and what a device saw of it on the way. */
async function turnOf(content: string) {
  const from = device.received.length
  const { message, status } = await say(device, content, { conversationId: 'events' })
  const events = device.received.slice(from)
  return { message, status, events, statuses: events.flatMap(statusOf), built: builtFrom(events) }
}
const statusOf = (event: ServerMessage) => (event.type === 'bot:status' ? [event] : [])

/** What a device has put together by itself before the whole answer came. */
function builtFrom(events: readonly ServerMessage[]): MessagePart[] {
  return events
    .flatMap((event) => ('seq' in event && 'turnId' in event ? (partUpdateOf(event) ?? []) : []))
    .reduce<MessagePart[]>(applyPartUpdate, [])
}
const toolsIn = (parts: readonly MessagePart[]) =>
  parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : []))

it('shows what a subagent does under the call that began it', async () => {
  const { message, built, status } = await turnOf('Please ask a helper to read.')
  expect(status).toBe('done')
  const [agent, read, ...others] = toolsIn(message.parts)
  expect(others).toEqual([])
  expect(agent).toMatchObject({ kind: 'think', title: 'Read the memory', status: 'done' })
  expect(agent?.output).toContain('The helper has read it.')
  expect(agent).not.toHaveProperty('parentId')
  expect(read).toMatchObject({ kind: 'read', title: 'MEMORY.md', status: 'done', parentId: agent?.id })
  expect(message.content).toMatch(/^I send a helper\.\n\nI was told: /)
  expect(built).toEqual(message.parts)
})

it('shows a plan, and how far it is', async () => {
  const { message, events, built } = await turnOf('Please make a plan.')
  const plan = {
    type: 'plan',
    entries: [
      { title: 'Read the page', status: 'done' },
      { title: 'Change the page', status: 'pending' },
    ],
  }
  expect(message.parts).toEqual([plan, { type: 'text', text: 'One of two is done.' }])
  expect(built).toEqual(message.parts)
  const shown = events.flatMap((event) => (event.type === 'bot:plan' ? [event.entries[0]?.status] : []))
  expect([...new Set(shown)]).toEqual(['pending', 'in-progress', 'done'])
})

it('says that it makes room in a long conversation, and goes on', async () => {
  const { message, statuses, status } = await turnOf('Please compact.')
  expect(status).toBe('done')
  expect(statuses.map((each) => each.status)).toContain('compacting')
  expect(message.parts).toEqual([
    { type: 'notice', notice: expect.objectContaining({ level: 'info', code: 'compacted' }) },
    { type: 'text', text: 'I go on with the summary.' },
  ])
})

it('says that it tries again, and no longer when it goes on', async () => {
  const { message, statuses, status } = await turnOf(scriptOf({ error: 529, times: 1 }, 'After a pause.'))
  expect(status).toBe('done')
  expect(message.content).toBe('After a pause.')
  expect(statuses.find((each) => each.status === 'retrying')?.text).toMatch(
    /^The provider has too much to do\. Trying again in \d+ s \(1 of \d+\)\.$/,
  )
  expect(statuses.at(-1)?.status).toBe('working')
})

it('takes back what a broken stream had said, so that no text is there twice', async () => {
  const words = 'One two three four five'
  const { message, events, built, status } = await turnOf(
    scriptOf({ drop: words, times: 1, delayMs: 60 }, `${words} six.`),
  )
  expect(status).toBe('done')
  expect(events.some(({ type }) => type === 'bot:retract')).toBe(true)
  expect(message.content).toBe(`${words} six.`)
  expect(built).toEqual(message.parts)
})

it('shows that a command failed, and what it printed', async () => {
  const command = 'echo begun; exit 3'
  const { message, status } = await turnOf(scriptOf({ tool: 'Bash', input: { command } }, 'Failed.'))
  expect(status).toBe('done')
  expect(toolsIn(message.parts)).toMatchObject([
    { kind: 'execute', title: command, status: 'failed', output: expect.stringContaining('begun') },
  ])
})
