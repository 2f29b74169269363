import { existsSync, realpathSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { cleanEnvironment, inherit } from './environment.ts'

export interface NpmCommand {
  file: string
  args: string[]
  env: Record<string, string>
}

/**
 * Of every installation. npm's own patience of over a minute is too long for someone who only forgot to plug in the network. No
 * scripts, and no links: a link is how something outside gets into the folder.
 */
export const npmInstallOptions = [
  '--ignore-scripts',
  '--no-bin-links',
  '--no-audit',
  '--no-fund',
  '--loglevel=http',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=4000',
]

/** Where npm finds its packages: the registry, the files with its settings, the way through a proxy. */
const npmSetting =
  /^(npm_config_(registry|cache|userconfig|globalconfig|proxy|https?_proxy|noproxy|cafile)|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|LOCALAPPDATA)$/i

/** npm as its owner would run it, for packages that Bloby itself chose: `install`, or `ci` for exactly what a lockfile names. */
export function trustedNpm(command: 'install' | 'ci', options: readonly string[] = []): NpmCommand {
  const script = findNpm()
  const args = [command, ...npmInstallOptions, ...options]
  return {
    ...(script === undefined ? { file: 'npm', args } : { file: process.execPath, args: [script, ...args] }),
    env: npmEnvironment(process.env.PATH),
  }
}

/** The real path of npm's program: of the npm that started us, the one beside our Node, or the one in PATH. */
export function findNpm(): string | undefined {
  const bin = dirname(process.execPath)
  const places = [
    process.env.npm_execpath ?? '',
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
  ]
  return places
    .filter((path) => path !== '' && existsSync(path))
    .map((path) => realpathSync(path))
    .find((path) => path.endsWith('npm-cli.js'))
}

/** What npm may know: where packages come from, and `path` after our own Node's folder. */
export function npmEnvironment(path: string | undefined): Record<string, string> {
  const own = dirname(process.execPath)
  return cleanEnvironment({
    ...inherit((name) => npmSetting.test(name)),
    PATH: path === undefined ? own : `${own}${delimiter}${path}`,
  })
}
