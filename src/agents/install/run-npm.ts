import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { AppError, codeOf } from '../../system/errors.ts'
import { trustedNpm } from '../../system/npm.ts'
import { signalGroup } from '../../system/process-identity.ts'
import type { ProcessLedger } from '../../system/process-ledger.ts'

/** Characters of npm's output that are kept to tell what went wrong. */
const mostSaid = 8000

export interface NpmRun {
  /** With a manifest and a lockfile. */
  folder: string
  cache: string
  signal: AbortSignal
  ledgers: readonly Pick<ProcessLedger, 'add' | 'remove'>[]
  /** Takes npm's output as it comes. */
  write(text: string): void
}

/**
 * Installs exactly what the lockfile in the folder names. Rejects with `AppError` `unavailable` in words, or with the signal's reason
 * once npm has ended.
 */
export async function runNpm({ folder, cache, signal, ledgers, write }: NpmRun): Promise<void> {
  signal.throwIfAborted()
  const { file, args, env } = trustedNpm('ci', [
    '--legacy-peer-deps',
    // What an interrupted try has fetched is good: the lockfile has its hash.
    '--prefer-offline',
    '--no-update-notifier',
    `--cache=${cache}`,
  ])
  let said = ''
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: folder,
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const { pid } = child
    const kill = () => {
      if (pid !== undefined) signalGroup(pid, 'SIGKILL')
    }
    signal.addEventListener('abort', kill)
    if (pid !== undefined) for (const ledger of ledgers) ledger.add('npm', pid)
    const read = (text: string) => {
      write(text)
      said = (said + text).slice(-mostSaid)
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
    child.once('error', (error) => {
      signal.removeEventListener('abort', kill)
      reject(codeOf(error) === 'ENOENT' ? npmMissing(error) : error)
    })
    child.once('close', (exitCode) => {
      signal.removeEventListener('abort', kill)
      if (pid !== undefined) for (const ledger of ledgers) ledger.remove(pid)
      resolve(exitCode)
    })
  })
  signal.throwIfAborted()
  if (code !== 0) throw failure(stripVTControlCharacters(said))
}

function npmMissing(cause: unknown): AppError {
  return new AppError('unavailable', 'npm was not found. Install Node.js with npm, then try again.', {
    cause,
  })
}

function failure(said: string): AppError {
  // npm's own code for the failure is its last word; what came before may have been tried again.
  const code = [...said.matchAll(/npm (?:error|ERR!) code (\S+)/g)].at(-1)?.[1] ?? said
  return new AppError('unavailable', wordsFor(code))
}

function wordsFor(code: string): string {
  if (/EINTEGRITY/.test(code))
    return 'What was downloaded is not what the engine’s makers published, so it was not installed. A proxy or a registry on the way may have changed it. Try again, or on another network.'
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|EPIPE|network|FETCH_ERROR|CERT|SELF_SIGNED|E50\d/i.test(
      code,
    )
  )
    return 'The engine could not be downloaded: the package registry cannot be reached. Check this computer’s internet connection, then try again.'
  if (/ENOSPC/.test(code)) return 'The disk is full. Free some space on this computer, then try again.'
  if (/E404|ETARGET|E40[13]/.test(code))
    return 'The package registry that npm uses here does not give out the engine. Check the registry in npm’s settings, then try again.'
  if (/EACCES|EPERM|EROFS/.test(code))
    return 'The engine’s folder in Bloby’s home cannot be written to. Check its permissions, then try again.'
  return 'npm could not install the engine. The log engines.log has what it said.'
}
