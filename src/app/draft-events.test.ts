import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { systemClock } from '../system/clock.ts'
import { createDraftEvents } from './draft-events.ts'

/** A dev server that says what the test has it say. */
async function devServer() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const on = { updated: vi.fn(), failed: vi.fn() }
  const { port } = server.address() as AddressInfo
  const events = createDraftEvents({ workspace: '/workspace', port, clock: systemClock, on })
  onTestFinished(() => events.stop())
  const connected = once(server, 'connection')
  events.connect()
  const [socket] = await connected
  return { on, say: (payload: object) => socket.send(JSON.stringify(payload)), closed: once(socket, 'close') }
}

test('a long error is shown in part', async () => {
  const { on, say } = await devServer()
  const frame = Array.from({ length: 100 }, () => 'x'.repeat(1000)).join('\n')
  say({ type: 'error', err: { message: 'y', frame } })
  await vi.waitFor(() => expect(on.failed).toHaveBeenCalledTimes(1))
  const problem = on.failed.mock.calls[0]?.[0]
  expect(problem.detail).toHaveLength(500)
  expect(problem.lines).toEqual(Array(20).fill('x'.repeat(300)))
})

test('of many changed paths the first are told', async () => {
  const { on, say } = await devServer()
  say({ type: 'update', updates: Array.from({ length: 80 }, (_, index) => ({ path: `/${index}.tsx` })) })
  await vi.waitFor(() => expect(on.updated).toHaveBeenCalledTimes(1))
  expect(on.updated.mock.calls[0]?.[0]).toHaveLength(50)
})

test('a message without end is not taken in', async () => {
  const { on, say, closed } = await devServer()
  say({ type: 'error', err: { message: 'A'.repeat(300_000) } })
  await closed
  expect(on.failed).not.toHaveBeenCalled()
})
