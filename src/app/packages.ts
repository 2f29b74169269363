import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import * as v from 'valibot'
import { AppError, codeOf } from '../system/errors.ts'
import type { LogTail } from '../system/log-tail.ts'
import { signalGroup } from '../system/process-identity.ts'
import type { ProcessLedger } from '../system/process-ledger.ts'

/** npm's own patience of over a minute is too long for someone who only forgot to plug in the network. */
const retries = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000']

/** The dev server's program, in the workspace. Without it nothing can be shown, so it stands for the whole installation. */
export const devServer = join('node_modules', 'vite', 'bin', 'vite.js')

export interface Packages {
  /** Whether node_modules is what package.json and the lockfile ask for. */
  isInstalled(): boolean
  /**
   * Installs what is missing; packages' own scripts do not run. `onProgress` gets a share from 0 to 1. Throws `unavailable` with what
   * to do; a later call goes on where this one ended.
   */
  install(onProgress: (share: number) => void): Promise<void>
  /** Ends an install that runs. */
  stop(): void
}

/** The packages of the workspace, installed by npm. */
export function createPackages(deps: { workspace: string; tail: LogTail; ledger: ProcessLedger }): Packages {
  const { workspace, tail, ledger } = deps
  const marker = join(workspace, 'node_modules', '.bloby-installed')
  let running: ChildProcess | undefined

  function fingerprint(): string {
    const hash = createHash('sha256')
    for (const name of ['package.json', 'package-lock.json'])
      if (existsSync(join(workspace, name))) hash.update(readFileSync(join(workspace, name)))
    return hash.digest('hex')
  }

  return {
    isInstalled: () =>
      existsSync(marker) &&
      readFileSync(marker, 'utf8') === fingerprint() &&
      existsSync(join(workspace, devServer)),
    async install(onProgress) {
      rmSync(marker, { force: true })
      const total = expectedPackages(workspace)
      let fetched = 0
      const code = await new Promise<number | null>((resolve, reject) => {
        const child = spawn(
          ...npmCommand([
            'install',
            '--ignore-scripts',
            '--no-audit',
            '--no-fund',
            '--loglevel=http',
            ...retries,
          ]),
          {
            cwd: workspace,
            env: npmEnvironment(),
            detached: process.platform !== 'win32',
            stdio: ['ignore', 'pipe', 'pipe'],
          },
        )
        running = child
        if (child.pid !== undefined) ledger.add('npm', child.pid)
        const read = (text: string) => {
          tail.write(text)
          // npm names every tarball it takes, from the network or from its cache.
          fetched += text.match(/http (?:fetch GET 200|cache) \S+\.tgz/g)?.length ?? 0
          onProgress(Math.min(0.99, fetched / total))
        }
        child.stdout?.setEncoding('utf8').on('data', read)
        child.stderr?.setEncoding('utf8').on('data', read)
        child.once('error', (error) =>
          reject(
            codeOf(error) === 'ENOENT'
              ? new AppError('unavailable', 'npm was not found. Install Node.js with npm, then try again.')
              : error,
          ),
        )
        child.once('exit', (exitCode) => {
          if (child.pid !== undefined) ledger.remove(child.pid)
          resolve(exitCode)
        })
      }).finally(() => {
        running = undefined
      })
      if (code !== 0) throw failure(tail.last(40))
      writeFileSync(marker, fingerprint())
      onProgress(1)
    },
    stop() {
      if (running?.pid !== undefined) signalGroup(running.pid, 'SIGKILL')
    },
  }
}

function failure(lines: string[]): AppError {
  const text = lines.join('\n')
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|EHOSTUNREACH|network/i.test(text))
    return new AppError(
      'unavailable',
      'The app’s packages could not be downloaded: the package registry cannot be reached. Check this computer’s internet connection, then try again.',
    )
  if (/ENOSPC/.test(text))
    return new AppError('unavailable', 'The disk is full. Free some space on this computer, then try again.')
  return new AppError('unavailable', 'npm could not install the app’s packages.')
}

/** How many packages the lockfile means for this system, to measure progress against. */
function expectedPackages(workspace: string): number {
  const lockfile = v.safeParse(
    v.object({
      packages: v.record(
        v.string(),
        v.object({ os: v.optional(v.array(v.string())), cpu: v.optional(v.array(v.string())) }),
      ),
    }),
    readJson(join(workspace, 'package-lock.json')),
  )
  if (!lockfile.success) return 100
  const entries = Object.values(lockfile.output.packages).filter(
    ({ os, cpu }) => (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true),
  )
  return Math.max(1, entries.length - 1)
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    // Without a readable lockfile only the measure of progress is missing.
    return undefined
  }
}

/** npm run by our own Node: the one that started us, the one beside it, or the one in PATH. */
function npmCommand(args: string[]): [string, string[]] {
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js')
  const script = [process.env.npm_execpath, beside].find(
    (path) => path?.endsWith('npm-cli.js') && existsSync(path),
  )
  return script === undefined ? ['npm', args] : [process.execPath, [script, ...args]]
}

/** The environment without what an npm that started us says of its own project. */
function npmEnvironment(): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle)_|npm_config_(local|global)_prefix$|INIT_CWD$|NODE_ENV$|BLOBY_)/.test(name),
  )
  const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`
  return { ...Object.fromEntries(inherited), PATH: path }
}
