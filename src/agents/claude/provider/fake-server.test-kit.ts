import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

interface Reply {
  status?: number
  headers?: Record<string, string>
  /** A string is sent as it is, anything else as JSON. */
  body?: unknown
}
interface Seen {
  what: string
  headers: IncomingHttpHeaders
  body: unknown
}

/** A server for one test that gives one answer for each `METHOD /path`, and notes what it was asked. 404 for the rest. */
export async function fakeServer(replies: Record<string, Reply | ((body: unknown) => Reply)>) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    const what = `${request.method} ${request.url}`
    seen.push({ what, headers: request.headers, body })
    const reply = replies[what] ?? { status: 404, body: '404 page not found' }
    const { status = 200, headers, body: answer = {} } = typeof reply === 'function' ? reply(body) : reply
    response.writeHead(status, headers)
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}
