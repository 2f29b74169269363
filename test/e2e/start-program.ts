import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  constants,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as v from 'valibot'
import { inject } from 'vitest'
import { createWorkspace } from '../../src/app/workspace-files.ts'
import { type ReadyLine, readyLine } from '../../src/protocol/api.ts'
import { portsFrom } from '../../src/system/ports.ts'
import { createProcessLedger } from '../../src/system/process-ledger.ts'

const root = path.resolve(import.meta.dirname, '../..')
const readyTimeoutMs = 45_000

export interface StartOptions {
  /** A home that is there already; it stays afterwards. Without it a temporary one is made, and removed by `dispose`. */
  home?: string
  /** Further arguments of `bloby start`. */
  args?: readonly string[]
  env?: Record<string, string>
  /** Runs this in place of the command line; it takes the same arguments and prints the same ready line. */
  script?: string
  /** Whether the home gets a workspace with installed packages, as after the first start (default), or none. */
  seedWorkspace?: boolean
  /** Puts more into the home before the first start. */
  prepareHome?: (home: string) => void
  /** Runs it as this user, to whom the home is given; only root can. */
  userId?: number
}

/** The real program, run as an owner runs it, on free ports and a home of its own. */
export interface Program {
  readonly home: string
  readonly port: number
  readonly ready: ReadyLine
  readonly stdout: string
  readonly stderr: string
  /** SIGTERM, and waits; gives the exit code. */
  stop(): Promise<number | null>
  /** Kills the supervisor as a power cut would; its children live on. */
  kill9(): Promise<void>
  /** Starts it again on the same home and ports, after stopping it if it runs. */
  restart(): Promise<void>
  /** Stops everything that was started, and removes the temporary home. */
  dispose(): Promise<void>
}

/** Starts the program and waits for its ready line. Throws with all it printed when it ends before, or takes too long. */
export async function startProgram(options: StartOptions = {}): Promise<Program> {
  const home = options.home ?? mkdtempSync(path.join(tmpdir(), 'bloby-home-'))
  if (options.seedWorkspace !== false) seedWorkspace(path.join(home, 'workspace'))
  options.prepareHome?.(home)
  if (options.userId !== undefined) giveTo(options.userId, home)
  const port = await findFreePorts()
  let run = await launch()

  function launch(): Promise<Run> {
    const args = [...(options.args ?? []), '--port', String(port)]
    return start(args, { ...options.env, BLOBY_HOME: home }, options)
  }

  async function stop(): Promise<number | null> {
    run.child.kill('SIGTERM')
    return await run.ended
  }

  return {
    home,
    port,
    get ready() {
      return run.ready
    },
    get stdout() {
      return run.output.stdout
    },
    get stderr() {
      return run.output.stderr
    },
    stop,
    async kill9() {
      process.kill(run.ready.pid, 'SIGKILL')
      await run.ended
    },
    async restart() {
      await stop()
      run = await launch()
    },
    async dispose() {
      await stop()
      createProcessLedger(path.join(home, 'run', 'children')).endLeftovers()
      if (options.home === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

interface Run {
  child: ChildProcess
  ready: ReadyLine
  output: { stdout: string; stderr: string }
  /** The exit code, once all output is read. */
  ended: Promise<number | null>
}

async function start(
  args: string[],
  env: Record<string, string>,
  { userId, script = 'src/cli/main.ts' }: StartOptions,
): Promise<Run> {
  const child = spawn(process.execPath, [script, 'start', '--json', '--no-open', ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(userId !== undefined && { uid: userId, gid: userId }),
  })
  // For a test run that is cut off. The supervisor stops in order when its command line is gone.
  const endWithTests = () => child.kill('SIGKILL')
  process.once('exit', endWithTests)
  const output = { stdout: '', stderr: '' }
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  void ended.then(() => process.off('exit', endWithTests))
  const ready = Promise.withResolvers<ReadyLine>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
    const line = v.safeParse(v.pipe(v.string(), v.parseJson(), readyLine), output.stdout.split('\n')[0])
    if (line.success) ready.resolve(line.output)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  const fail = (why: string) => ready.reject(new Error(`${why}\n${output.stdout}${output.stderr}`))
  const timer = setTimeout(
    () => fail(`bloby start was not ready after ${readyTimeoutMs} ms.`),
    readyTimeoutMs,
  )
  void ended.then((code) => fail(`bloby start ended with ${code} before it was ready.`))
  try {
    return { child, ready: await ready.promise, output, ended }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  } finally {
    clearTimeout(timer)
  }
}

function seedWorkspace(workspace: string): void {
  if (existsSync(workspace)) return
  createWorkspace(path.join(root, 'workspace'), workspace)
  linkTree(path.join(inject('installedWorkspace'), 'node_modules'), path.join(workspace, 'node_modules'))
}

/** The same files under another name: a copy of them would take longer than a test. Nobody may write into them. */
export function linkTree(from: string, to: string): void {
  if (process.platform === 'linux') execFileSync('cp', ['-al', from, to])
  else cpSync(from, to, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
}

/** Gives a folder to a user, but for files that it shares with others by `linkTree`. */
export function giveTo(userId: number, folder: string): void {
  const places = ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]
  for (const place of places.map((each) => path.join(folder, each))) {
    const stats = lstatSync(place)
    if (stats.isDirectory() || stats.nlink === 1) lchownSync(place, userId, userId)
  }
}

/** The first of a row of ports, as an installation counts them, of which all are free now. */
export async function findFreePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 10_000)
    const free = await Promise.all(Object.values(portsFrom(first)).map(isFree))
    if (free.every((each) => each)) return first
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
