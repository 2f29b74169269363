import { WebSocket } from 'ws'
import { type ClientMessage, parseServerMessage, type ServerMessage } from '../../src/protocol/chat.ts'

type OfType<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>

/** A device without a screen, which says what the test tells it to. */
export interface ChatDevice {
  /** Everything the server said, in order. */
  readonly received: readonly ServerMessage[]
  send(message: ClientMessage): void
  /** Sends a frame as it is. */
  sendRaw(frame: string): void
  /**
   * The next message of this type for which `isIt` holds, after the one that the call before gave; what came meanwhile counts. Rejects
   * when the socket closes first.
   */
  next<Type extends ServerMessage['type']>(
    type: Type,
    isIt?: (message: OfType<Type>) => boolean,
  ): Promise<OfType<Type>>
  /** Resolves with the code with which the socket was closed. */
  readonly closed: Promise<number>
  close(): Promise<void>
}

/** Connects to the chat as a browser would, with the session's token in its cookie. Throws when it is refused. */
export async function connectChat({ url, token }: { url: string; token: string }): Promise<ChatDevice> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/bloby/ws`, {
    headers: { cookie: `bloby_session=${token}`, origin: url },
  })
  const received: ServerMessage[] = []
  const unreadable: string[] = []
  let position = 0
  let wake = Promise.withResolvers<void>()
  let isClosed = false

  function stir(): void {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  socket.on('message', (data) => {
    const parsed = parseServerMessage(String(data))
    if (parsed.kind === 'ok') received.push(parsed.message)
    else unreadable.push(String(data))
    stir()
  })
  const closed = new Promise<number>((resolve) => {
    socket.once('close', (code) => {
      isClosed = true
      resolve(code)
      stir()
    })
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  // After a kill of the server the close event says all there is to say.
  socket.on('error', () => socket.terminate())

  return {
    received,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    sendRaw: (frame) => socket.send(frame),
    async next<Type extends ServerMessage['type']>(type: Type, isIt?: (message: OfType<Type>) => boolean) {
      for (;;) {
        const changed = wake.promise
        if (unreadable.length > 0) throw new Error(`The server sent what nobody can read: ${unreadable[0]}`)
        for (; position < received.length; position++) {
          const message = received[position]
          if (message?.type !== type) continue
          const found = message as OfType<Type>
          if (isIt && !isIt(found)) continue
          position++
          return found
        }
        if (isClosed) throw new Error(`The socket was closed while waiting for ${type}.`)
        await changed
      }
    },
    async close() {
      socket.close()
      await closed
    },
  }
}
