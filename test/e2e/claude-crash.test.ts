import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { ChatMessage } from '../../src/protocol/chat.ts'
import { startTimeOf } from '../../src/system/process-identity.ts'
import { scriptOf } from '../fakes/messages-api/script.ts'
import { createMessagesApi, type MessagesApi } from '../fakes/messages-api.ts'
import { type ChatDevice, connectChat } from './chat-socket.ts'
import {
  changeSettings,
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
afterAll(async () => {
  await started?.program.dispose()
  await server?.close()
})
beforeEach(async () => {
  await connect()
})

async function connect(): Promise<void> {
  device = await connectChat({ url: started.program.ready.url, token: started.api.token })
}
async function messagesOf(conversationId: string): Promise<ChatMessage[]> {
  const response = await started.api.fetch(`/api/conversations/${conversationId}/messages`)
  return ((await response.json()) as { messages: ChatMessage[] }).messages
}
/** Whether the last request of a turn holds what was said before it. */
const lastRequest = () => JSON.stringify(server.turns.at(-1)?.body)
/** Goes on with a turn that did not come to its end. */
async function goOn(conversationId: string, turnId: string | undefined) {
  device.send({ type: 'user:continue', conversationId, turnId: turnId ?? '' })
  return await endOf(device, conversationId)
}

it('kill -9 of the engine in the middle of an answer: the turn fails with words, and Continue goes on with all that was said', async () => {
  const conversationId = 'engine-killed'
  await say(device, scriptOf('The password of the cellar is Ostrich.'), { conversationId })
  tell(device, scriptOf({ text: 'A long way to go. ', repeat: 20, delayMs: 20 }), { conversationId })
  await device.next('bot:token')
  const [engine = 0] = enginesOf(started.program.home)
  process.kill(engine, 'SIGKILL')

  const { message, status } = await endOf(device, conversationId)
  expect(status).toBe('failed')
  expect(message.content).toMatch(/^A/)
  expect(message.parts.at(-1)).toMatchObject({
    type: 'notice',
    notice: { code: 'engine-failed', action: 'continue' },
  })
  await expect.poll(() => enginesOf(started.program.home)).toEqual([])

  const rest = await goOn(conversationId, message.turnId)
  expect(rest.status).toBe('done')
  expect(rest.message.content).toMatch(/^(A long way to go\.\s?){20}$/)
  expect(lastRequest()).toContain('Your last turn was cut off')
  expect(lastRequest()).toContain('The password of the cellar is Ostrich.')
})

it.each(['workspace', 'computer'] as const)(
  'kill -9 of the supervisor, access to the %s: the next start ends what was left, and Continue resumes the session',
  async (access) => {
    const conversationId = `supervisor-killed-${access}`
    const { home } = started.program
    await changeSettings(started.api, { access })
    await say(device, scriptOf('The password of the attic is Pelican.'), { conversationId })
    const sessions = transcriptsOf(home)
    const mark = `no-such-file-${access}`
    const command = `setsid tail -F ${mark} & tail -F ${mark}`
    tell(device, scriptOf({ text: 'I watch.', tool: 'Bash', input: { command } }, 'Watched.'), {
      conversationId,
    })
    await device.next('bot:tool')
    await vi.waitFor(() => expect(tailsOf(mark)).toHaveLength(2), { timeout: 10_000, interval: 50 })
    const left = [...enginesOf(home), ...tailsOf(mark)]

    await started.program.kill9()
    await started.program.restart()
    await expect.poll(() => left.filter((pid) => startTimeOf(pid) !== undefined)).toEqual([])
    await expect.poll(() => tailsOf(mark)).toEqual([])

    const cutOff = (await messagesOf(conversationId)).at(-1)
    expect(cutOff).toMatchObject({ status: 'interrupted', content: 'I watch.' })
    await connect()
    // The command is asked for again: this time it has something to do at once.
    device.send({ type: 'user:continue', conversationId, turnId: cutOff?.turnId ?? '' })
    await device.next('bot:tool')
    await vi.waitFor(() => expect(tailsOf(mark)).toHaveLength(2), { timeout: 10_000, interval: 50 })
    for (const pid of tailsOf(mark)) process.kill(pid, 'SIGTERM')
    const { message, status } = await endOf(device, conversationId)
    expect(status).toBe('done')
    expect(message.content).toBe('I watch.\n\nWatched.')
    expect(lastRequest()).toContain('The password of the attic is Pelican.')
    expect(transcriptsOf(home)).toEqual(sessions)
  },
)

it('a conversation whose session is gone begins a new one and says so, whether it was looked at before or not', async () => {
  const conversations = ['lost', 'lost-and-looked-at']
  for (const conversationId of conversations)
    await say(device, scriptOf('The password of the shed is Heron.'), { conversationId })
  await started.program.stop()
  for (const file of transcriptsOf(started.program.home)) rmSync(file)
  await started.program.restart()
  await connect()
  // A look gets the engine ready, and that alone finds the session gone.
  device.send({ type: 'chat:resume', conversationId: 'lost-and-looked-at', after: 0 })
  const isTried = () => expect(started.program.stderr).toContain('The engine’s program ended')
  await vi.waitFor(isTried, { timeout: 10_000 })
  for (const conversationId of conversations) {
    const { message, status } = await say(device, scriptOf('Hello again.'), { conversationId })
    expect(status).toBe('done')
    expect(message.parts).toEqual([
      {
        type: 'notice',
        notice: { level: 'info', code: 'session-lost', text: expect.stringContaining('began a new one') },
      },
      { type: 'text', text: 'Hello again.' },
    ])
    const next = await say(device, scriptOf('Still here.'), { conversationId })
    expect(next.message.parts).toEqual([{ type: 'text', text: 'Still here.' }])
    expect(lastRequest()).toContain('Hello again.')
    expect(lastRequest()).not.toContain('Heron')
  }
})

function tailsOf(mark: string): number[] {
  return execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => new RegExp(`^\\s*\\d+ tail -F ${mark}`).test(line))
    .map((line) => Number.parseInt(line, 10))
}
