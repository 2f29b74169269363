import { once } from 'node:events'
import { request } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { Installation } from './installation.ts'
import { type Contender, median, printTable, quantile, ratio, rounded, runInterleaved } from './measure.ts'
import { onStage } from './stage.ts'

const rounds = 5
const trips = 2000
const messageBytes = 64

/** The round trips of one round, in µs. */
type Trips = number[]

/** How long a message takes through the app's origin and back, and a ping of the chat's own socket. */
export async function benchWebsocket(installation: Installation, folder: string): Promise<void> {
  await onStage(installation, folder, async ({ bloby, upstream, nginx, bare, cookie }) => {
    const app = bloby.appUrl.replace('localhost', '127.0.0.1')
    await using sockets = new AsyncDisposableStack()
    async function echo(name: string, url: string): Promise<Contender<Trips>> {
      const socket = await openEcho(url, cookie)
      sockets.defer(() => void socket.destroy())
      return { name, run: () => measureEcho(socket) }
    }
    async function chat(name: string, url: string): Promise<Contender<Trips>> {
      const socket = new WebSocket(url, {
        headers: { cookie: `bloby_session=${bloby.token}`, origin: bloby.url },
      })
      sockets.defer(() => socket.terminate())
      await once(socket, 'open')
      return { name, run: () => measurePings(socket) }
    }
    await report(`${messageBytes} bytes to the backend and back`, 'direct', [
      await echo('direct', `${upstream}/echo`),
      ...(nginx ? [await echo('nginx', `${nginx.origin}/app/api/echo`)] : []),
      await echo('createProxy alone', `${bare.origin}/app/api/echo`),
      await echo('Bloby’s app origin', `${app}/app/api/echo`),
    ])
    await report('the chat’s ping to its pong', 'ws alone', [
      await chat('ws alone', bare.pongUrl),
      await chat('Bloby’s chat', `${bloby.url.replace('http', 'ws')}/bloby/ws`),
    ])
  })
}

async function report(what: string, peer: string, contenders: Contender<Trips>[]): Promise<void> {
  const results = await runInterleaved(rounds, contenders)
  const of = (name: string, share: number) =>
    median((results.get(name) ?? []).map((times) => quantile(times, share)))
  const names = contenders.map(({ name }) => name)
  const base = names.includes('nginx') ? 'nginx' : peer
  printTable(
    `websocket: ${what}; median of ${rounds} rounds of ${trips}, one after the other`,
    ['', 'median, µs', `to ${base}`, '95 of 100, µs'],
    names.map((name) => [
      name,
      rounded(of(name, 0.5)),
      ratio(of(name, 0.5), of(base, 0.5)),
      rounded(of(name, 0.95)),
    ]),
  )
}

/** The socket of an answered handshake. What a proxy passes on are bytes, so no frames are made of them. */
async function openEcho(url: string, cookie: string): Promise<Socket> {
  const handshake = request(url, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      cookie,
    },
  })
  handshake.end()
  const answer = await Promise.race([
    once(handshake, 'upgrade'),
    once(handshake, 'response').then(([response]) => {
      throw new Error(`${url} answered the handshake with ${response.statusCode}.`)
    }),
  ])
  const socket: Socket = answer[1]
  return socket.setNoDelay(true)
}

function measureEcho(socket: Socket): Promise<Trips> {
  const message = Buffer.alloc(messageBytes, 'x')
  let missing = 0
  return measureTrips(
    () => {
      missing = messageBytes
      socket.write(message)
    },
    (onAnswer) => {
      const read = (chunk: Buffer) => {
        missing -= chunk.length
        if (missing === 0) onAnswer()
      }
      socket.on('data', read)
      return () => socket.off('data', read)
    },
  )
}

function measurePings(socket: WebSocket): Promise<Trips> {
  return measureTrips(
    () => socket.send('{"type":"ping"}'),
    (onAnswer) => {
      const read = (data: unknown) => {
        if (String(data).includes('"pong"')) onAnswer()
      }
      socket.on('message', read)
      return () => socket.off('message', read)
    },
  )
}

/** Sends, waits for the answer, and sends again. `listen` gives the way to stop listening. */
function measureTrips(send: () => void, listen: (onAnswer: () => void) => () => void): Promise<Trips> {
  return new Promise((resolve) => {
    const times: number[] = []
    let sentAt = 0
    const next = () => {
      sentAt = performance.now()
      send()
    }
    const stop = listen(() => {
      times.push((performance.now() - sentAt) * 1000)
      if (times.length < trips) next()
      else {
        stop()
        resolve(times)
      }
    })
    next()
  })
}
