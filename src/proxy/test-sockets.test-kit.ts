import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import {
  type AddressInfo,
  connect,
  createServer as createRawServer,
  type Server as RawServer,
  type Socket,
} from 'node:net'
import { createProxy, type ProxyLimits } from './proxy.ts'
import type { ProxyTarget } from './proxy-target.ts'

/** The sockets of one test: upstreams, a proxy before them and raw clients, all ended by `clear`. */
export function createStage() {
  const endings: (() => unknown)[] = []

  async function listen(server: Server | RawServer): Promise<number> {
    const sockets = new Set<Socket>()
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    endings.push(() => {
      server.close()
      for (const socket of sockets) socket.destroy()
    })
    return (server.address() as AddressInfo).port
  }

  return {
    /** An HTTP server; returns its origin. */
    async upstream(listener: RequestListener): Promise<string> {
      return `http://127.0.0.1:${await listen(createServer(listener))}`
    },

    /** A server that speaks bytes; returns its origin. */
    async rawUpstream(onConnection: (socket: Socket) => void): Promise<string> {
      return `http://127.0.0.1:${await listen(createRawServer(onConnection))}`
    },

    /** An origin where nothing listens. */
    async refusingOrigin(): Promise<string> {
      const server = createRawServer()
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      server.close()
      await once(server, 'close')
      return `http://127.0.0.1:${port}`
    },

    /** A proxy with one target; returns the port it listens on. */
    async proxy(
      origin: string,
      target: Partial<ProxyTarget> = {},
      limits: ProxyLimits = {},
    ): Promise<number> {
      const proxy = createProxy(limits)
      endings.push(() => proxy.close())
      const client = { address: '203.0.113.7', proto: 'https', host: 'bruno.example' } as const
      const whole = { origin, client, ...target }
      const server = createServer((req, res) => proxy.request(req, res, whole))
      server.on('upgrade', (req, socket, head) => proxy.upgrade(req, socket, head, whole))
      return listen(server)
    },

    client(port: number): RawClient {
      const client = new RawClient(port)
      endings.push(() => client.socket.destroy())
      return client
    },

    async clear(): Promise<void> {
      for (const end of endings.splice(0).reverse()) await end()
    },
  }
}

/** A client that sends exactly what it is told and keeps what comes back, as latin1 text. */
export class RawClient {
  readonly socket: Socket
  text = ''
  isClosed = false
  /** The error code that ended the connection, such as `ECONNRESET`. */
  errorCode: string | undefined

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1')
    this.socket.on('data', (chunk: Buffer) => {
      this.text += chunk.toString('latin1')
    })
    this.socket.on('error', (error: NodeJS.ErrnoException) => {
      this.errorCode = error.code
    })
    this.socket.on('close', () => {
      this.isClosed = true
    })
  }

  send(...lines: string[]): this {
    this.socket.write(lines.join('\r\n'), 'latin1')
    return this
  }

  /** A `GET` with the given further header lines. */
  get(path: string, ...headers: string[]): this {
    return this.send(`GET ${path} HTTP/1.1`, 'Host: bruno.example', ...headers, '', '')
  }

  /** Waits until the text received matches; fails if the connection ends first. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.text)) {
      if (this.isClosed) throw new Error(`Closed before ${pattern}: ${this.text}`)
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')])
    }
    return this.text
  }

  /** Waits for the end of the connection. */
  async end(): Promise<string> {
    if (!this.isClosed) await new Promise((resolve) => this.socket.once('close', resolve))
    return this.text
  }
}

/** A promise and its two ends, for what a server's callback has to tell the test. */
export function signal<T = void>(): PromiseWithResolvers<T> {
  return Promise.withResolvers<T>()
}

/** Waits until a growing number has stopped growing. */
export async function settled(read: () => number): Promise<number> {
  for (let last = -1, same = 0; ; ) {
    const now = read()
    same = now === last ? same + 1 : 0
    if (same === 15) return now
    last = now
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
