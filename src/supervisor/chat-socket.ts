import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { createActiveConversation } from '../platform/active-conversation.ts'
import type { Conversations } from '../platform/store/conversations.ts'
import type { Session } from '../platform/store/sessions.ts'
import type { TurnEvents } from '../platform/store/turn-events.ts'
import {
  type ClientMessage,
  maxFrameBytes,
  parseClientMessage,
  pingIntervalMs,
  type ServerMessage,
} from '../protocol/chat.ts'
import { toAppError } from '../system/errors.ts'
import type { Log } from '../system/log.ts'
import type { Turns } from '../turns/turns.ts'
import { createAnswerDrafts } from './answer-drafts.ts'

/** A device that reads slower than this is cut off: it comes back and gets the rest from the record. */
const mostUnsentBytes = 16 * 1024 * 1024
/** The close code that tells a device that its session is over. */
const signedOutCode = 4401

export interface ChatSocketDeps {
  turns: Turns
  conversations: Conversations
  events: TurnEvents
  active: ReturnType<typeof createActiveConversation>
  /** What a device should know at once, before it asks. */
  greeting: () => ServerMessage[]
  /** Counts as use of the session; false when it is over. */
  keepAlive: (sessionId: string) => boolean
  saveSettings: (settings: Record<string, unknown>, session: Session) => void
  /** @throws AppError in words */
  transcribe: (audio: Uint8Array<ArrayBuffer>) => Promise<string>
  log: Log
}

type Handlers = {
  [T in ClientMessage['type']]: (message: Extract<ClientMessage, { type: T }>, device: Device) => void
}
interface Device {
  session: Session
  /** The conversation that the owner sees there; null when none. */
  lookingAt: string | null
  send(message: ServerMessage): void
}

/** A page of messages is many times smaller then, and no socket keeps memory for it; tokens go as they are. */
export const largeFrames = { threshold: 4096, serverNoContextTakeover: true, clientNoContextTakeover: true }

/** The chat's WebSocket: all devices, what they ask, and what is told to all of them. */
export function createChatSocket(deps: ChatSocketDeps) {
  const { turns, conversations, events, active, log } = deps
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: largeFrames,
  })
  const devices = new Map<WebSocket, Device>()
  const answerDrafts = createAnswerDrafts(deps)

  const handlers: Handlers = {
    'user:message': (message, device) => {
      device.send({ type: 'chat:accepted', id: message.id, ...turns.accept(message) })
    },
    'user:stop': ({ conversationId }) => turns.stopTurn(conversationId),
    'user:withdraw': turns.queue.withdraw,
    'user:edit': turns.queue.edit,
    'user:reorder': turns.queue.reorder,
    'user:send-now': turns.queue.sendNow,
    'user:continue': (message) => turns.continueTurn(message),
    'user:answer': (message, { session: { address, device } }) => turns.answer(message, { address, device }),
    'user:answer-draft': (message, device) => {
      const shown = answerDrafts.write(message)
      if (shown !== undefined) for (const other of devices.values()) if (other !== device) other.send(shown)
    },
    'user:clear-context': () => active.clear(),
    'chat:resume': (message, device) => resume(message, device),
    'settings:save': ({ settings }, { session }) => deps.saveSettings(settings, session),
    'chat:looking': ({ conversationId }, device) => {
      device.lookingAt = conversationId
    },
    'chat:read': ({ conversationId, seq }) => {
      if (!conversations.markRead(conversationId, seq)) return
      const conversation = conversations.find(conversationId)
      if (conversation !== undefined) broadcast({ type: 'chat:conversation-changed', conversation })
    },
    'whisper:transcribe': (message, device) => {
      const { id, audio } = message
      deps.transcribe(Buffer.from(audio, 'base64')).then(
        (text) => device.send({ type: 'whisper:transcribed', id, text }),
        (error: unknown) => refuse(error, message, device),
      )
    },
    ping: (_, device) => {
      if (deps.keepAlive(device.session.id)) device.send({ type: 'pong' })
      else signOut([device.session.id])
    },
  }

  /** Events when they are still there and lead on from what the device has; else the messages themselves. */
  function resume({ conversationId, after }: { conversationId: string; after: number }, device: Device) {
    const { readTo } = conversations.require(conversationId)
    turns.opened(conversationId)
    const last = conversations.lastSeq(conversationId)
    if (after === 0 || after < conversations.floorSeq(conversationId) || after > last) {
      device.send({ ...turns.snapshot(conversationId), after, readTo })
    } else {
      for (const event of events.after(conversationId, after)) device.send(event)
      device.send({ type: 'chat:resumed', conversationId, seq: last, after, readTo })
    }
    for (const draft of answerDrafts.in(conversationId)) device.send(draft)
  }

  /** Closes the sockets of sessions that are over. */
  function signOut(sessionIds: readonly string[]) {
    for (const [socket, { session }] of devices)
      if (sessionIds.includes(session.id)) socket.close(signedOutCode, 'signed out')
  }

  function broadcast(message: ServerMessage) {
    if (devices.size === 0) return
    const frame = JSON.stringify(message)
    for (const socket of devices.keys()) send(socket, frame)
  }

  function receive(frame: string, device: Device) {
    const parsed = parseClientMessage(frame)
    if (parsed.kind === 'unknown') return
    if (parsed.kind === 'bad') {
      device.send({
        type: 'bot:error',
        code: 'invalid',
        message: parsed.error,
        ...(parsed.id && { id: parsed.id }),
      })
      return
    }
    const { message } = parsed
    try {
      // The map is typed by the same union, which TypeScript cannot follow through an index.
      const handle = handlers[message.type] as (message: ClientMessage, device: Device) => void
      handle(message, device)
    } catch (error) {
      refuse(error, message, device)
    }
  }

  function refuse(error: unknown, message: ClientMessage, device: Device) {
    const { kind, message: words } = toAppError(error)
    if (kind === 'internal' || kind === 'unavailable')
      log.error({ err: error, type: message.type }, 'A message could not be handled')
    device.send({
      type: 'bot:error',
      code: kind,
      message: words,
      ...('id' in message && { id: message.id }),
      ...('conversationId' in message &&
        message.conversationId && { conversationId: message.conversationId }),
    })
  }

  function welcome(socket: WebSocket, session: Session) {
    let isAlive = true
    // Devices ping; one that was silent for two pings is gone, though its network may never say so.
    const watch = setInterval(() => {
      if (!isAlive) socket.terminate()
      isAlive = false
    }, pingIntervalMs * 2.4)
    const device: Device = {
      session,
      lookingAt: null,
      send: (message) => send(socket, JSON.stringify(message)),
    }
    devices.set(socket, device)
    socket.on('message', (data, isBinary) => {
      isAlive = true
      // A device that was signed out need not let itself be closed, and could say more until it is.
      if (socket.readyState !== socket.OPEN) return
      if (isBinary) device.send({ type: 'bot:error', code: 'invalid', message: 'Frames are JSON texts.' })
      else receive(String(data), device)
    })
    socket.on('error', (error) => log.info({ error: error.message }, 'A device’s socket failed'))
    socket.on('close', () => {
      clearInterval(watch)
      devices.delete(socket)
    })
    for (const message of deps.greeting()) device.send(message)
  }

  return {
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, session: Session) {
      server.handleUpgrade(request, socket, head, (opened) => welcome(opened, session))
    },
    broadcast,
    signOut,
    /** Whether the owner sees a conversation, or any when none is named, on the device of this session, or on any device. */
    isLooking({ sessionId, conversationId }: { sessionId?: string; conversationId?: string }): boolean {
      return [...devices.values()].some(
        ({ session, lookingAt }) =>
          lookingAt !== null &&
          (sessionId === undefined || sessionId === session.id) &&
          (conversationId === undefined || conversationId === lookingAt),
      )
    },
    close() {
      for (const socket of devices.keys()) socket.close(1001, 'going away')
      server.close()
    },
    /** How many devices are connected. */
    count: () => devices.size,
  }
}
export type ChatSocket = ReturnType<typeof createChatSocket>

function send(socket: WebSocket, frame: string) {
  if (socket.readyState !== socket.OPEN) return
  if (socket.bufferedAmount > mostUnsentBytes) socket.terminate()
  else socket.send(frame)
}
