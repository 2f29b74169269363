import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { ClientMessage, ServerMessage } from '../src/protocol/chat.ts'
import type { RunningBloby } from './installation.ts'

/** A device that talks to the agent and looks at the clock. */
export async function connectChat(bloby: RunningBloby) {
  const socket = new WebSocket(`${bloby.url.replace('http', 'ws')}/bloby/ws`, {
    headers: { cookie: `bloby_session=${bloby.token}`, origin: bloby.url },
  })
  await once(socket, 'open')
  const listeners = new Set<(message: ServerMessage) => void>()
  socket.on('message', (data) => {
    const message: ServerMessage = JSON.parse(String(data))
    for (const listener of listeners) listener(message)
  })
  const tell = (message: ClientMessage) => socket.send(JSON.stringify(message))

  /** When the next message of this kind comes in a conversation, by `performance.now()`. */
  function next(conversationId: string, type: 'bot:token' | 'bot:done'): Promise<number> {
    return new Promise((resolve, reject) => {
      const listener = (message: ServerMessage) => {
        if (!('conversationId' in message) || message.conversationId !== conversationId) return
        if (message.type === 'bot:error') reject(new Error(message.message))
        if (message.type !== type) return
        listeners.delete(listener)
        resolve(performance.now())
      }
      listeners.add(listener)
    })
  }

  function send(conversationId: string, content: string) {
    const text = next(conversationId, 'bot:token')
    const end = next(conversationId, 'bot:done')
    const sentAt = performance.now()
    tell({ type: 'user:message', id: randomUUID(), conversationId, isNewConversation: true, content })
    return { text, end, sentAt }
  }

  return {
    /** From Send to the first word, in ms; resolves after the whole answer. */
    async firstText(conversationId: string, content: string): Promise<number> {
      const { text, end, sentAt } = send(conversationId, content)
      const ms = (await text) - sentAt
      await end
      return ms
    },
    /** A whole turn. */
    async turn(conversationId: string, content: string): Promise<void> {
      await send(conversationId, content).end
    },
    /** From Stop to the end of the turn, in ms, once its first words are there. */
    async interrupt(conversationId: string, content: string): Promise<number> {
      const { text, end } = send(conversationId, content)
      await text
      const stoppedAt = performance.now()
      tell({ type: 'user:stop', conversationId })
      return (await end) - stoppedAt
    },
    close: () => socket.terminate(),
  }
}
