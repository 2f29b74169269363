import { describe, expect, it } from 'vitest'
import type { ServerMessage } from '../../protocol/chat.ts'
import { backoffDelayMs } from './backoff.ts'
import { type ConnectionState, createConnection } from './connection.ts'
import { createManualClock } from './manual-clock.test-kit.ts'
import type { SocketListener } from './socket.ts'

function setUp(options: { isSignedOut?: boolean } = {}) {
  const clock = createManualClock()
  const sockets: { listener: SocketListener; sent: unknown[]; isClosed: boolean }[] = []
  const states: ConnectionState[] = []
  const messages: ServerMessage[] = []
  const connection = createConnection({
    openSocket(listener) {
      const socket = { listener, sent: [] as unknown[], isClosed: false }
      sockets.push(socket)
      return {
        send: (frame) => socket.sent.push(JSON.parse(frame)),
        close: () => {
          socket.isClosed = true
        },
      }
    },
    clock,
    random: () => 0.5,
    isSignedOut: async () => options.isSignedOut ?? false,
    onState: (state) => states.push(state),
    onMessage: (message) => messages.push(message),
  })
  const newest = () => {
    const socket = sockets.at(-1)
    if (!socket) throw new Error('No socket was opened.')
    return socket
  }
  connection.start()
  return { clock, sockets, states, messages, connection, newest }
}

describe('backoffDelayMs', () => {
  it('grows from 1 s to 8 s and never leaves that range', () => {
    expect([1, 2, 3, 4, 50].map((failures) => backoffDelayMs(failures, 0))).toEqual([
      1000, 2000, 4000, 4000, 4000,
    ])
    expect([1, 2, 3, 4, 50].map((failures) => backoffDelayMs(failures, 1))).toEqual([
      2000, 4000, 8000, 8000, 8000,
    ])
  })
})

describe('connection', () => {
  it('goes online, sends and receives', () => {
    const { connection, newest, states, messages } = setUp()
    expect(connection.send({ type: 'ping' })).toBe(false)
    newest().listener.onOpen()
    expect(states).toEqual([{ kind: 'connecting', failures: 0 }, { kind: 'online' }])
    expect(connection.send({ type: 'user:stop', conversationId: 'c1' })).toBe(true)
    expect(newest().sent).toEqual([{ type: 'user:stop', conversationId: 'c1' }])
    newest().listener.onFrame('{"type":"pong"}')
    newest().listener.onFrame('{"type":"from:the-future"}')
    expect(messages).toEqual([{ type: 'pong' }])
  })

  it('waits longer after each failure and starts over once it was online', () => {
    const { clock, sockets, states, newest } = setUp()
    newest().listener.onClose(1006)
    expect(states.at(-1)).toEqual({ kind: 'offline', failures: 1, retryAt: clock.now() + 1500 })
    clock.advance(1499)
    expect(sockets).toHaveLength(1)
    clock.advance(1)
    expect(sockets).toHaveLength(2)
    newest().listener.onClose(1006)
    expect(states.at(-1)).toMatchObject({ failures: 2, retryAt: clock.now() + 3000 })
    clock.advance(3000)
    newest().listener.onOpen()
    newest().listener.onClose(1001)
    expect(states.at(-1)).toMatchObject({ failures: 1, retryAt: clock.now() + 1500 })
  })

  it('tries at once when it is woken', () => {
    const { connection, sockets, newest } = setUp()
    newest().listener.onClose(1006)
    connection.wake()
    expect(sockets).toHaveLength(2)
  })

  it('gives a socket up that never opens, and ignores what it says later', () => {
    const { clock, sockets, states } = setUp()
    clock.advance(10_000)
    expect(sockets[0]?.isClosed).toBe(true)
    expect(states.at(-1)?.kind).toBe('offline')
    sockets[0]?.listener.onOpen()
    expect(states.at(-1)?.kind).toBe('offline')
  })

  it('pings after 25 s of silence and drops the socket when nothing comes back', () => {
    const { clock, newest, states } = setUp()
    newest().listener.onOpen()
    clock.advance(25_000)
    expect(newest().sent).toEqual([{ type: 'ping' }])
    newest().listener.onFrame('{"type":"pong"}')
    clock.advance(25_000)
    expect(newest().sent).toHaveLength(2)
    clock.advance(10_000)
    expect(states.at(-1)?.kind).toBe('offline')
  })

  it('looks at once whether an open socket still lives when the phone wakes', () => {
    const { clock, connection, newest, states } = setUp()
    newest().listener.onOpen()
    connection.wake()
    expect(newest().sent).toEqual([{ type: 'ping' }])
    clock.advance(4000)
    expect(states.slice(-2).map(({ kind }) => kind)).toEqual(['offline', 'connecting'])
  })

  it('connects again without waiting when the socket turns out to have died in the sleep', () => {
    const { clock, connection, newest, sockets } = setUp()
    newest().listener.onOpen()
    connection.wake()
    newest().listener.onClose(1006)
    clock.advance(0)
    expect(sockets).toHaveLength(2)
    newest().listener.onClose(1006)
    clock.advance(0)
    expect(sockets).toHaveLength(2)
  })

  it('gives a dead socket up in time, however often the phone wakes meanwhile', () => {
    const { clock, connection, newest, states } = setUp()
    newest().listener.onOpen()
    connection.wake()
    for (const _ of [1, 2, 3]) {
      clock.advance(1000)
      expect(states.at(-1)?.kind).toBe('online')
      connection.wake()
    }
    clock.advance(1000)
    expect(states.slice(-2).map(({ kind }) => kind)).toEqual(['offline', 'connecting'])
  })

  it('keeps a socket that says something after it was asked, and asks again when it falls silent', () => {
    const { clock, connection, newest, states } = setUp()
    newest().listener.onOpen()
    connection.wake()
    newest().listener.onFrame('{"type":"pong"}')
    clock.advance(4000)
    connection.wake()
    clock.advance(3999)
    expect(states.at(-1)?.kind).toBe('online')
    clock.advance(1)
    expect(states.slice(-2).map(({ kind }) => kind)).toEqual(['offline', 'connecting'])
  })

  it('stops when the server says that the session is gone', () => {
    const { clock, newest, sockets, states } = setUp()
    newest().listener.onOpen()
    newest().listener.onClose(4401)
    expect(states.at(-1)).toEqual({ kind: 'signed-out' })
    clock.advance(60_000)
    expect(sockets).toHaveLength(1)
  })

  it('asks whether the owner is signed out when a socket is refused', async () => {
    const { newest, states } = setUp({ isSignedOut: true })
    newest().listener.onClose(1006)
    await Promise.resolve()
    await Promise.resolve()
    expect(states.at(-1)).toEqual({ kind: 'signed-out' })
  })

  it('stays closed after stop and can be started again', () => {
    const { clock, connection, newest, sockets } = setUp()
    newest().listener.onOpen()
    connection.stop()
    newest().listener.onClose(1000)
    clock.advance(60_000)
    expect(sockets).toHaveLength(1)
    connection.start()
    expect(sockets).toHaveLength(2)
  })
})
