import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from './chance.ts'
import { createFrameSplitter, isWholeText } from './split-frames.ts'

/** What the network does to a frame, as probabilities, until `calm`. */
const wildness = { cut: 0.006, duplicate: 0.05, delay: 0.06 }
const longestDelayMs = 120
/** How many frames may come between a frame and its copy. */
const longestEcho = 5

/** A bad network between a device and the platform. */
export interface WildProxy {
  readonly port: number
  readonly done: { cuts: number; duplicates: number; delays: number; freezes: number }
  /** From now on nothing comes through on what is open, and nothing says so. */
  freeze(): void
  /** From now on everything comes through, once and at once. */
  calm(): void
  close(): Promise<void>
}

/**
 * Passes TCP connections on to a port of this computer. Connections are cut at any byte; the frames of WebSockets are held back, and
 * repeated at once or some frames later, in both directions. What is not repeated stays in order, as TCP keeps it.
 */
export async function createWildProxy(deps: { target: number; chance: Chance }): Promise<WildProxy> {
  const { chance } = deps
  const done = { cuts: 0, duplicates: 0, delays: 0, freezes: 0 }
  const open = new Set<{ isFrozen: boolean; cut(): void }>()
  let isWild = true

  const server = createServer({ noDelay: true }, (device) => {
    const platform = connect({ port: deps.target, host: '127.0.0.1', noDelay: true })
    const line = {
      isFrozen: false,
      cut() {
        open.delete(line)
        device.destroy()
        platform.destroy()
      },
    }
    open.add(line)
    for (const socket of [device, platform]) {
      // Its close says all that there is to say.
      socket.on('error', () => {})
      socket.on('close', line.cut)
    }
    carry(device, platform, line)
    carry(platform, device, line)
  })

  function carry(from: Socket, to: Socket, line: { isFrozen: boolean; cut(): void }) {
    const toPieces = createPieces()
    let last = Promise.resolve()
    let echoes: { framesLeft: number; frame: Buffer }[] = []

    async function pass(piece: Piece): Promise<void> {
      if (line.isFrozen || to.destroyed) return
      if (isWild && chance.happens(wildness.cut)) {
        done.cuts += 1
        await new Promise<void>((resolve) => {
          to.write(piece.bytes.subarray(0, chance.between(0, piece.bytes.length)), () => resolve())
        })
        line.cut()
        return
      }
      if (isWild && piece.isFrame && chance.happens(wildness.delay)) {
        done.delays += 1
        await sleep(chance.between(1, longestDelayMs))
      }
      to.write(piece.bytes)
      if (piece.isFrame) repeat(piece.bytes)
    }

    function repeat(frame: Buffer) {
      for (const echo of echoes) if (echo.framesLeft-- === 0) to.write(echo.frame)
      echoes = echoes.filter(({ framesLeft }) => framesLeft >= 0)
      if (!isWild || !isWholeText(frame) || !chance.happens(wildness.duplicate)) return
      done.duplicates += 1
      const framesLeft = chance.between(0, longestEcho) - 1
      if (framesLeft < 0) to.write(frame)
      else echoes.push({ framesLeft, frame })
    }

    from.on('data', (bytes) => {
      for (const piece of toPieces(bytes)) last = last.then(() => pass(piece))
    })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')
  return {
    port: address.port,
    done,
    freeze() {
      done.freezes += open.size
      for (const line of open) line.isFrozen = true
    },
    calm() {
      isWild = false
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const line of open) line.cut()
      await closed
    },
  }
}

interface Piece {
  bytes: Buffer
  isFrame: boolean
}

/** One direction of a connection in pieces: HTTP as it comes, and frame by frame after the head that switches to a WebSocket. */
function createPieces(): (bytes: Buffer) => Piece[] {
  const split = createFrameSplitter()
  let head: Buffer | undefined = Buffer.alloc(0)
  let hasSwitched = false
  return (bytes) => {
    if (hasSwitched) return split(bytes).map((frame) => ({ bytes: frame, isFrame: true }))
    if (head === undefined) return [{ bytes, isFrame: false }]
    head = Buffer.concat([head, bytes])
    const end = head.indexOf('\r\n\r\n') + 4
    if (end < 4) return []
    const whole = head
    head = undefined
    hasSwitched = /^upgrade: websocket\r$/im.test(whole.subarray(0, end).toString('latin1'))
    if (!hasSwitched) return [{ bytes: whole, isFrame: false }]
    const first = { bytes: whole.subarray(0, end), isFrame: false }
    return [first, ...split(whole.subarray(end)).map((frame) => ({ bytes: frame, isFrame: true }))]
  }
}
