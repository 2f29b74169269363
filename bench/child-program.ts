import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** A program that runs beside the benchmark. */
export interface ChildProgram {
  readonly pid: number
  /** The first line that it prints; rejects with its errors when it ends before. */
  firstLine(): Promise<string>
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>
}

export function startChild(file: string, args: readonly string[], options: SpawnOptions = {}): ChildProgram {
  const child: ChildProcess = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  // Whatever ends the benchmark ends this too.
  const kill = () => child.kill()
  process.once('exit', kill)
  child.once('close', () => process.off('exit', kill))
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000)
  })
  const line = new Promise<string>((resolve) => {
    if (child.stdout) createInterface(child.stdout).once('line', resolve)
  })
  const name = [file, ...args].join(' ')
  return {
    get pid() {
      if (child.pid === undefined) throw new Error(`${name} did not start.`)
      return child.pid
    },
    firstLine: () =>
      Promise.race([
        line,
        ended.then(() => {
          throw new Error(`${name} ended before it said anything.\n${errors}`)
        }),
      ]),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Asks again, every 10 ms, until `isThere` holds. Throws after a minute. */
export async function waitUntil(what: string, isThere: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(10))
    if (await isThere()) return
  throw new Error(`${what} was not there after a minute.`)
}

/** Whether a GET is answered with 200; its body is read to the end. */
export async function isAnswering(url: string, headers: Record<string, string> = {}): Promise<boolean> {
  try {
    const response = await fetch(url, { headers, redirect: 'manual' })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    // Nobody listens yet.
    return false
  }
}

/** A port such that it and those at the given distances from it are free now. */
export async function findFreePort(distances: readonly number[] = []): Promise<number> {
  for (;;) {
    const port = await listenOnce(0)
    if (port === undefined || port > 60_000) continue
    const others = await Promise.all(distances.map((distance) => listenOnce(port + distance)))
    if (!others.includes(undefined)) return port
  }
}

function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}
