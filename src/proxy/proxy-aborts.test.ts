import { once } from 'node:events'
import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createStage, signal } from './test-sockets.test-kit.ts'

const stage = createStage()
afterEach(() => stage.clear())

describe('a client that leaves', () => {
  it('before the headers ends the upstream’s request', async () => {
    const arrived = signal()
    const ended = signal()
    const origin = await stage.upstream((_req, res) => {
      res.on('close', ended.resolve)
      arrived.resolve()
    })
    const client = stage.client(await stage.proxy(origin)).get('/')
    await arrived.promise
    client.socket.destroy()
    await ended.promise
  })

  it('in the middle of an upload ends the upstream’s request as an error', async () => {
    const arrived = signal()
    const ended = signal<Error>()
    const origin = await stage.upstream((req) => {
      req.on('data', () => arrived.resolve()).on('error', ended.resolve)
    })
    const client = stage.client(await stage.proxy(origin))
    client.send('POST / HTTP/1.1', 'Host: a', 'Content-Length: 100', '', 'half')
    await arrived.promise
    client.socket.destroy()
    expect((await ended.promise).message).toBe('aborted')
  })

  it('in the middle of a chunked upload never ends the body cleanly', async () => {
    const received = signal()
    const wire = signal<string>()
    const origin = await stage.rawUpstream((socket) => {
      let text = ''
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        if (text.includes('half')) received.resolve()
      })
      socket.on('close', () => wire.resolve(text))
    })
    const client = stage.client(await stage.proxy(origin))
    client.send('POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked', '', '4', 'half', '')
    await received.promise
    client.socket.destroy()
    expect(await wire.promise).not.toMatch(/\r\n0\r\n/)
  })

  it.each([false, true])(
    'in the middle of a download ends the upstream’s request (compressed: %s)',
    async (isCompressed) => {
      const ended = signal()
      const origin = await stage.upstream((_req, res) => {
        res.on('close', ended.resolve)
        res.writeHead(200, { 'content-type': 'text/plain' }).write('half')
      })
      const client = stage.client(await stage.proxy(origin, { isCompressed }))
      client.get('/', 'Accept-Encoding: gzip')
      await client.until(/\r\n\r\n./)
      client.socket.destroy()
      await ended.promise
    },
  )
})

describe('an upstream that dies', () => {
  const half = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n'
  const deaths: [string, (socket: Socket) => void][] = [
    ['ends', (socket) => socket.end()],
    ['resets', (socket) => socket.resetAndDestroy()],
  ]

  it.each(deaths)('in a body with a length (%s) breaks the client’s response', async (_name, die) => {
    const origin = await dyingUpstream(`${half}Content-Length: 100\r\n\r\nhalf`, die)
    const response = await fetch(`http://127.0.0.1:${await stage.proxy(origin)}/`)
    await expect(response.text()).rejects.toThrow()
  })

  it.each(deaths)(
    'in a chunked body (%s) breaks the client’s response without a last chunk',
    async (_name, die) => {
      const origin = await dyingUpstream(`${half}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`, die)
      const client = stage.client(await stage.proxy(origin)).get('/')
      expect(await client.end()).toMatch(/4\r\nhalf\r\n$/)
    },
  )

  it.each(deaths)('in a compressed body (%s) breaks the client’s response', async (_name, die) => {
    const origin = await dyingUpstream(`${half}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`, die)
    const response = await fetch(`http://127.0.0.1:${await stage.proxy(origin, { isCompressed: true })}/`)
    expect(response.headers.get('content-encoding')).toBe('gzip')
    await expect(response.text()).rejects.toThrow()
  })

  it('resets an HTTP/1.0 client, for which an end would be a good end', async () => {
    const origin = await dyingUpstream(`${half}Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n`, (socket) =>
      socket.end(),
    )
    const client = stage.client(await stage.proxy(origin)).send('GET / HTTP/1.0', '', '')
    await client.end()
    expect(client.errorCode).toBe('ECONNRESET')
  })

  it('with a length that it exceeds gives no more than it said', async () => {
    const origin = await stage.rawUpstream((socket) => {
      socket.once('data', () => socket.end(`${half}Content-Length: 4\r\n\r\nfourHTTP/1.1 200 OK\r\n\r\n`))
    })
    const client = stage.client(await stage.proxy(origin))
    client.get('/', 'Connection: close')
    expect(await client.end()).toMatch(/\r\n\r\nfour$/)
  })

  /** Sends half a response, and dies once the client has it. */
  async function dyingUpstream(text: string, die: (socket: Socket) => void): Promise<string> {
    return stage.rawUpstream((socket) => {
      socket.once('data', () => socket.write(text, () => setImmediate(() => setImmediate(die, socket))))
    })
  }
})

describe('an upstream that answers before it has read the upload', () => {
  it('is heard, the rest of the upload goes nowhere, and the client’s connection stays good', async () => {
    const origin = await stage.rawUpstream((socket) => {
      socket.once('data', (chunk: Buffer) => {
        socket.pause()
        const isUpload = chunk.includes('PUT')
        socket.write(`HTTP/1.1 ${isUpload ? '413 Too Large' : '200 OK'}\r\nContent-Length: 2\r\n\r\nok`)
      })
    })
    const client = stage.client(await stage.proxy(origin))
    const length = 20 * 1024 * 1024
    client.send('PUT / HTTP/1.1', 'Host: a', `Content-Length: ${length + 4}`, '', 'some')
    await client.until(/413[\s\S]*ok$/)
    if (!client.socket.write(Buffer.alloc(length))) await once(client.socket, 'drain')
    client.get('/again')
    await client.until(/413[\s\S]*HTTP\/1.1 200 OK[\s\S]*ok$/)
  })

  it('and is refused gives the client its 502 and takes the upload away', async () => {
    const client = stage.client(await stage.proxy(await stage.refusingOrigin()))
    const length = 20 * 1024 * 1024
    client.send('PUT / HTTP/1.1', 'Host: a', `Content-Length: ${length}`, '', '')
    if (!client.socket.write(Buffer.alloc(length))) await once(client.socket, 'drain')
    await client.until(/HTTP\/1.1 502/)
    client.get('/again')
    await client.until(/502[\s\S]*HTTP\/1.1 502/)
  })
})
