import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import type { ChatMessage, ClientMessage, ServerMessage } from '../src/protocol/chat.ts'
import { largeFrames } from '../src/supervisor/chat-socket.ts'

export interface ChatStage {
  readonly url: string
  /** Streams an answer to whoever is connected, `perSecond` tokens a second. Resolves when it is over. */
  stream(tokens: readonly string[], perSecond: number): Promise<void>
  close(): Promise<void>
}

const conversationId = 'long'
/** As the server gathers what an engine says before it writes and sends it. */
const gatheredMs = 40
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** The built chat, served with one conversation by a server that costs next to nothing, so that the page alone is measured. */
export async function createChatStage(pages: string, messages: readonly ChatMessage[]): Promise<ChatStage> {
  const sockets = new Set<WebSocket>()
  let seq = messages.length
  const tell = (message: ServerMessage) => {
    for (const socket of sockets) socket.send(JSON.stringify(message))
  }
  const conversation = {
    id: conversationId,
    title: 'A long conversation',
    createdAt: 0,
    updatedAt: Date.now(),
    isWorking: false,
  }

  function pageBefore(before: number, limit: number) {
    const older = messages.filter(({ position }) => position < before)
    const page = older.slice(-limit)
    return { messages: page, nextCursor: older.length > limit ? String(page[0]?.position) : null }
  }

  function answer(url: URL): unknown {
    switch (url.pathname) {
      case '/api/portal/validate-token':
        return { isValid: true, name: 'Ada' }
      case '/api/onboard/status':
        return { claimed: true }
      case '/api/context/current':
        return { conversationId }
      case '/api/conversations':
        return { conversations: [conversation], nextCursor: null }
      case `/api/conversations/${conversationId}/messages`:
        return pageBefore(Number(url.searchParams.get('before')), Number(url.searchParams.get('limit')))
      default:
        return undefined
    }
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stage')
    const json = answer(url)
    if (json !== undefined)
      return response.setHeader('content-type', 'application/json').end(JSON.stringify(json))
    const file = path.join(pages, url.pathname.endsWith('/') ? `${url.pathname}index.html` : url.pathname)
    if (!existsSync(file)) return response.writeHead(404).end()
    response.setHeader('content-type', types[path.extname(file)] ?? 'application/octet-stream')
    if (existsSync(`${file}.gz`)) response.setHeader('content-encoding', 'gzip')
    response.end(readFileSync(existsSync(`${file}.gz`) ? `${file}.gz` : file))
  })

  const webSockets = new WebSocketServer({ server, path: '/bloby/ws', perMessageDeflate: largeFrames })
  webSockets.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('message', (data) => {
      const message: ClientMessage = JSON.parse(String(data))
      const reply = (answered: ServerMessage) => socket.send(JSON.stringify(answered))
      if (message.type === 'ping') reply({ type: 'pong' })
      if (message.type === 'chat:resume')
        reply({ type: 'chat:state', conversationId, ...pageBefore(Infinity, 50), turn: null, seq })
    })
  })

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The stage has no port.')

  return {
    url: `http://127.0.0.1:${address.port}/bloby/`,
    async stream(tokens, perSecond) {
      const turn = { conversationId, turnId: crypto.randomUUID(), messageId: crypto.randomUUID() }
      const at = Date.now()
      const next = () => ({ ...turn, seq: ++seq })
      tell({ type: 'bot:typing', ...next(), at })
      for (let told = 0; told < tokens.length; ) {
        await new Promise((resolve) => setTimeout(resolve, gatheredMs))
        const come = Math.ceil(((Date.now() - at) * perSecond) / 1000)
        tell({ type: 'bot:token', ...next(), text: tokens.slice(told, come).join('') })
        told = come
      }
      const content = tokens.join('')
      tell({
        type: 'bot:response',
        conversationId,
        seq: ++seq,
        message: {
          id: turn.messageId,
          conversationId,
          position: seq,
          role: 'assistant',
          content,
          parts: [{ type: 'text', text: content }],
          status: 'done',
          turnId: turn.turnId,
          createdAt: at,
        },
      })
      tell({ type: 'bot:done', ...next(), status: 'done', usedFileTools: false })
    },
    async close() {
      for (const socket of sockets) socket.terminate()
      await new Promise<void>((resolve) => webSockets.close(() => server.close(() => resolve())))
    },
  }
}
