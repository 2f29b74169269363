/**
 * What Bloby does, without the rest of it: the reverse proxy with no gate before it, and a WebSocket server that answers pings.
 *
 *     node bench/bare-programs.ts UPSTREAM
 *
 * Prints the ports of both as one line of JSON.
 */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { createProxy } from '../src/proxy/proxy.ts'
import type { ProxyTarget } from '../src/proxy/proxy-target.ts'

const target: ProxyTarget = {
  origin: process.argv[2] ?? '',
  stripPrefix: '/app/api',
  client: { address: '127.0.0.1', proto: 'http', host: 'localhost' },
  isCompressed: true,
}
const proxy = createProxy()
const server = createServer((request, response) => proxy.request(request, response, target))
server.on('upgrade', (request, socket, head) => proxy.upgrade(request, socket, head, target))
server.listen(0, '127.0.0.1')
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    if (JSON.parse(String(data)).type === 'ping') socket.send('{"type":"pong"}')
  })
})
await Promise.all([once(server, 'listening'), once(sockets, 'listening')])
const portOf = (listening: { address(): unknown }) => (listening.address() as AddressInfo).port
console.log(JSON.stringify({ proxy: portOf(server), pong: portOf(sockets) }))
process.on('SIGTERM', () => process.exit(0))
