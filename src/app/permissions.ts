import { dirname, join } from 'node:path'
import { ownModule } from '../system/own-file.ts'

/** The preload that closes what Node's permission model leaves open; see `process-guard.ts`. */
const guardPath = ownModule(import.meta.url, './process-guard')
const guardParts = join(dirname(guardPath), 'guard')

/** Vite asks at import whether it runs under Windows, and dies when it may not; there is nothing to read in these. */
const harmlessPaths = process.platform === 'linux' ? ['/proc/sys/fs/binfmt_misc/WSLInterop', '/run/WSL'] : []

/**
 * Node's flags for a process that runs code of the workspace: it reads and writes inside the workspace only, has no
 * inspector, and starts no other process unless it is allowed to. See https://nodejs.org/api/permissions.html.
 */
export function permissionFlags(
  workspace: string,
  allowed: { childProcesses?: boolean; addons?: boolean } = {},
): string[] {
  return [
    '--permission',
    `--allow-fs-read=${workspace}`,
    ...[guardPath, guardParts, ...harmlessPaths].map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${workspace}`,
    ...(allowed.childProcesses ? ['--allow-child-process'] : []),
    ...(allowed.addons ? ['--allow-addons'] : []),
    `--import=${guardPath}`,
    '--disable-warning=SecurityWarning',
    '--disable-warning=ExperimentalWarning',
  ]
}
