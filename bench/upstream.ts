/**
 * Takes the place of the workspace's backend: answers of a fixed size that cost nothing to make. A WebSocket handshake is
 * answered, and from then on every byte comes back as it is.
 */
import { createServer } from 'node:http'

const small = Buffer.from(JSON.stringify({ text: 'x'.repeat(189) }))
const large = Buffer.alloc(1_000_000, 'x')

const server = createServer((request, response) => {
  const body = request.url === '/large' ? large : small
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
    response.end(body)
  })
})
server.on('upgrade', (_request, socket) => {
  socket.on('error', () => socket.destroy())
  socket.write(
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n',
  )
  socket.pipe(socket)
})
// No connection may be closed under a peer that is about to use it again.
server.keepAliveTimeout = 600_000
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') console.log(JSON.stringify({ port: address?.port }))
})
process.on('SIGTERM', () => process.exit(0))
