import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { AppError } from '../system/errors.ts'
import { findNpm, type NpmCommand, npmEnvironment, npmInstallOptions } from '../system/npm.ts'

/**
 * npm for packages that the app chose. A manifest and `.npmrc` can name programs to run and folders to link to, so npm runs under
 * Node's permission model: it sees the workspace, its cache and its own files. Throws `unavailable` where npm's program is not found.
 */
export function fencedInstall(workspace: string): NpmCommand {
  const script = findNpm()
  if (script === undefined)
    throw new AppError(
      'unavailable',
      'The app’s packages were changed, and the npm that would install them safely was not found. Install Node.js with npm, then try again.',
    )
  const env = npmEnvironment(undefined)
  const cache = setting(env, 'cache') ?? defaultCache()
  // A folder that is not there when npm starts counts as a file, without anything in it.
  mkdirSync(cache, { recursive: true })
  const settings = [
    setting(env, 'userconfig') ?? join(homedir(), '.npmrc'),
    setting(env, 'globalconfig') ?? join(dirname(process.execPath), '..', 'etc', 'npmrc'),
    setting(env, 'cafile'),
  ].filter((path) => path !== undefined)
  return {
    file: process.execPath,
    args: [
      '--permission',
      ...[dirname(dirname(script)), workspace, cache, ...settings].map((path) => `--allow-fs-read=${path}`),
      ...[workspace, cache].map((path) => `--allow-fs-write=${path}`),
      '--disable-warning=SecurityWarning',
      script,
      'install',
      ...npmInstallOptions,
      `--cache=${cache}`,
    ],
    env,
  }
}

function setting(env: Record<string, string>, name: string): string | undefined {
  return Object.entries(env).find(([key]) => key.toLowerCase() === `npm_config_${name}`)?.[1] || undefined
}

function defaultCache(): string {
  return process.platform === 'win32'
    ? join(process.env.LOCALAPPDATA ?? homedir(), 'npm-cache')
    : join(homedir(), '.npm')
}
