import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import * as v from 'valibot'
import { AppError, codeOf } from '../system/errors.ts'
import type { LogTail } from '../system/log-tail.ts'
import { type NpmCommand, trustedNpm } from '../system/npm.ts'
import { signalGroup } from '../system/process-identity.ts'
import type { ProcessLedger } from '../system/process-ledger.ts'
import { readTextInside } from '../system/read-inside.ts'
import { keepManifests, type PackageChange, removeDependencies } from './manifest-change.ts'
import { fencedInstall } from './npm-command.ts'

const manifests = ['package.json', 'package-lock.json']
/** Characters of npm's output that are kept to tell what went wrong. */
const mostSaid = 8000
const maxBytes = 16 * 1024 * 1024

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
  /**
   * Has npm write a change into package.json and the lockfile; nothing is downloaded but descriptions of packages, and node_modules
   * stays as it is. Gives what puts both files back. Throws in words, with both as they were.
   */
  request(change: PackageChange): Promise<() => void>
  /** Ends an npm that runs. */
  stop(): void
}

/** The packages of the workspace, installed by npm. `template` is the workspace that Bloby comes with. */
export function createPackages(deps: {
  workspace: string
  template: string
  tail: LogTail
  ledger: ProcessLedger
}): Packages {
  const { workspace, template, tail, ledger } = deps
  const modules = join(workspace, 'node_modules')
  const marker = join('node_modules', '.bloby-installed')
  let running: ChildProcess | undefined

  function fingerprint(): string {
    const hash = createHash('sha256')
    for (const name of manifests) hash.update(readText(workspace, name) ?? '')
    return hash.digest('hex')
  }

  /** Whether all that npm reads came with Bloby: then nothing in it is the app's choice. */
  function isUntouched(): boolean {
    return (
      manifests.every((name) => readText(workspace, name) === readText(template, name)) &&
      ['.npmrc', 'npm-shrinkwrap.json'].every(
        (name) => lstatSync(join(workspace, name), { throwIfNoEntry: false }) === undefined,
      )
    )
  }

  function refuseOwnSettings() {
    if (existsSync(join(workspace, '.npmrc')))
      throw new AppError(
        'unavailable',
        'The app’s folder has a file .npmrc. It could send this computer’s npm credentials anywhere: put its settings into your own .npmrc, remove it, then try again.',
      )
  }

  async function run(command: NpmCommand, onProgress: (share: number) => void = () => {}): Promise<void> {
    const total = expectedPackages(workspace)
    let fetched = 0
    let said = ''
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(command.file, command.args, {
        cwd: realpathSync(workspace),
        env: { ...command.env, ...ledger.environment },
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      running = child
      if (child.pid !== undefined) ledger.add('npm', child.pid)
      const read = (text: string) => {
        tail.write(text)
        said = (said + text).slice(-mostSaid)
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
    if (code !== 0) throw failure(stripVTControlCharacters(said))
  }

  return {
    isInstalled: () =>
      readText(workspace, marker) === fingerprint() && existsSync(join(workspace, devServer)),
    async install(onProgress) {
      rmSync(join(workspace, marker), { force: true })
      refuseOwnSettings()
      // npm's own note of what is there: a forged one would name any folder for it to remove.
      rmSync(join(modules, '.package-lock.json'), { recursive: true, force: true })
      const command =
        isUntouched() && !existsSync(join(workspace, 'node_modules'))
          ? trustedNpm('install')
          : fencedInstall(realpathSync(workspace))
      await run(command, onProgress)
      writeFileSync(join(workspace, marker), fingerprint())
      onProgress(1)
    },
    async request({ add, remove, isDev }) {
      refuseOwnSettings()
      const { file, args, env } = fencedInstall(realpathSync(workspace))
      const putBack = keepManifests(workspace)
      try {
        removeDependencies(workspace, remove)
        const options = ['--package-lock-only', '--save-exact', isDev ? '--save-dev' : '--save-prod']
        await run({ file, args: [...args, ...options, '--', ...add], env })
        return putBack
      } catch (error) {
        putBack()
        throw error
      }
    },
    stop() {
      if (running?.pid !== undefined) signalGroup(running.pid, 'SIGKILL')
    },
  }
}

function failure(text: string): AppError {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|EHOSTUNREACH|network/i.test(text))
    return new AppError(
      'unavailable',
      'The app’s packages could not be downloaded: the package registry cannot be reached. Check this computer’s internet connection, then try again.',
    )
  if (/ENOSPC/.test(text))
    return new AppError('unavailable', 'The disk is full. Free some space on this computer, then try again.')
  if (/ERR_ACCESS_DENIED/.test(text))
    return new AppError(
      'unavailable',
      'The app asks npm for something that it may not do. Packages can come from the registry only: not from Git, and not from folders outside the app. Take the last change of package.json or .npmrc back, then try again.',
    )
  const unknown = /404 .*?'(\S+?)(?:@\*)?' (?:could not be found|is not in this registry)/.exec(text)?.[1]
  if (unknown !== undefined)
    return new AppError(
      'unavailable',
      `There is no package ${unknown} in the registry. Check its name, then try again.`,
    )
  const version = /No matching version found for (\S+?)\.?$/m.exec(text)?.[1]
  if (version !== undefined)
    return new AppError('unavailable', `There is no version ${version} in the registry. Choose another one.`)
  const reason = [...text.matchAll(/^npm (?:error|ERR!) (?!A complete log)(.+)$/gm)].map(([, line]) => line)
  return new AppError(
    'unavailable',
    `npm could not install the app’s packages.${reason.length > 0 ? ` It says: ${reason.join(' ').slice(0, 600)}` : ''}`,
  )
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
    readJson(workspace, 'package-lock.json'),
  )
  if (!lockfile.success) return 100
  const entries = Object.values(lockfile.output.packages).filter(
    ({ os, cpu }) => (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true),
  )
  return Math.max(1, entries.length - 1)
}

function readText(folder: string, path: string): string | undefined {
  return readTextInside(folder, path, { maxBytes })?.text
}

function readJson(folder: string, path: string): unknown {
  try {
    return JSON.parse(readText(folder, path) ?? '')
  } catch {
    // Without a readable lockfile only the measure of progress is missing.
    return undefined
  }
}
