import {
  type ClientMessage,
  parseServerMessage,
  pingIntervalMs,
  type ServerMessage,
} from '../../protocol/chat.ts'
import { backoffDelayMs } from './backoff.ts'
import type { Clock } from './clock.ts'
import type { OpenSocket, Socket } from './socket.ts'

export type ConnectionState =
  /** `failures`: tries that failed in a row before this one. */
  | { kind: 'connecting'; failures: number }
  | { kind: 'online' }
  /** `retryAt`: when the next try is made, ms since 1970. */
  | { kind: 'offline'; failures: number; retryAt: number }
  | { kind: 'signed-out' }

export interface Connection {
  start(): void
  /** Closes the socket and stays closed until `start`. */
  stop(): void
  /** The phone woke up or the network came back: try at once, or see whether the open socket still lives. */
  wake(): void
  /** Whether the frame was handed to an open socket, which does not mean that it arrived. */
  send(message: ClientMessage): boolean
}

/** The server closes with this when the session is not, or no longer, good. */
const signedOutCode = 4401
const openTimeoutMs = 10_000
const pongTimeoutMs = 10_000
const wakePongTimeoutMs = 4_000

/**
 * Keeps one socket open for as long as the owner is signed in. A browser does not tell why a socket was refused, so
 * `isSignedOut` is asked after each refusal.
 */
export function createConnection(deps: {
  openSocket: OpenSocket
  clock: Clock
  /** A number from 0 to 1. */
  random: () => number
  isSignedOut: () => Promise<boolean>
  onState: (state: ConnectionState) => void
  onMessage: (message: ServerMessage) => void
}): Connection {
  const { clock } = deps
  let state: ConnectionState = { kind: 'connecting', failures: 0 }
  let socket: Socket | undefined
  let failures = 0
  let isStopped = true
  let lastHeardAt = 0
  /** When the ping was sent since which nothing has come. */
  let askedAt: number | undefined
  /** Whether the device woke up and the open socket has said nothing since. */
  let isWaking = false
  let cancelTimer = () => {}

  function setState(next: ConnectionState) {
    state = next
    deps.onState(next)
  }

  function schedule(delayMs: number, run: () => void) {
    cancelTimer()
    cancelTimer = clock.after(delayMs, run)
  }

  function connect() {
    setState({ kind: 'connecting', failures })
    let hasOpened = false
    const mine: Socket = deps.openSocket({
      onOpen() {
        if (socket !== mine) return
        hasOpened = true
        failures = 0
        lastHeardAt = clock.now()
        askedAt = undefined
        setState({ kind: 'online' })
        schedule(pingIntervalMs, pingWhenSilent)
      },
      onFrame(frame) {
        if (socket !== mine) return
        lastHeardAt = clock.now()
        askedAt = undefined
        isWaking = false
        const parsed = parseServerMessage(frame)
        if (parsed.kind === 'ok') deps.onMessage(parsed.message)
        else if (parsed.kind === 'bad')
          console.warn('A message of the server could not be read.', parsed.error)
      },
      onClose(code) {
        if (socket !== mine) return
        socket = undefined
        if (code === signedOutCode) signOut()
        else lost(hasOpened)
      },
    })
    socket = mine
    schedule(openTimeoutMs, drop)
  }

  /** One timer that looks back, because setting one anew for each of a thousand tokens costs more than they do. */
  function pingWhenSilent() {
    const leftMs = lastHeardAt + pingIntervalMs - clock.now()
    if (leftMs > 0) schedule(leftMs, pingWhenSilent)
    else ping(pongTimeoutMs)
  }

  /** To ask again does not make the wait longer: a phone that is taken out again and again would never give a dead socket up. */
  function ping(timeoutMs: number) {
    if (!send({ type: 'ping' })) return
    askedAt ??= clock.now()
    schedule(Math.max(0, askedAt + timeoutMs - clock.now()), () => {
      if (askedAt === undefined) pingWhenSilent()
      else drop()
    })
  }

  /** Gives a silent socket up: its own close event can be minutes away. */
  function drop() {
    const silent = socket
    socket = undefined
    silent?.close()
    lost(state.kind === 'online')
  }

  function lost(wasOpen: boolean) {
    failures += 1
    // What a sleep ended is not a failure to wait after.
    const delayMs = isWaking ? 0 : backoffDelayMs(failures, deps.random())
    isWaking = false
    setState({ kind: 'offline', failures, retryAt: clock.now() + delayMs })
    schedule(delayMs, connect)
    if (!wasOpen) void askWhetherSignedOut()
  }

  async function askWhetherSignedOut() {
    if ((await deps.isSignedOut()) && !isStopped && state.kind !== 'online') signOut()
  }

  function signOut() {
    stop()
    setState({ kind: 'signed-out' })
  }

  function stop() {
    isStopped = true
    cancelTimer()
    const open = socket
    socket = undefined
    open?.close()
  }

  function send(message: ClientMessage): boolean {
    if (state.kind !== 'online' || !socket) return false
    socket.send(JSON.stringify(message))
    return true
  }

  return {
    start() {
      if (!isStopped) return
      isStopped = false
      failures = 0
      connect()
    },
    stop,
    wake() {
      if (isStopped) return
      if (state.kind === 'offline') connect()
      else if (state.kind === 'online') {
        isWaking = true
        ping(wakePongTimeoutMs)
      }
    },
    send,
  }
}
