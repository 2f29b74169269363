import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { AppError } from '../system/errors.ts'
import { cleanEnvironment, inherit } from './environment.ts'

export interface NpmCommand {
  file: string
  args: string[]
  env: Record<string, string>
}

/** npm's own patience of over a minute is too long for someone who only forgot to plug in the network. */
const retries = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=4000']
/** No scripts, and no links: a link is how something outside gets into the workspace. */
const install = [
  'install',
  '--ignore-scripts',
  '--no-bin-links',
  '--no-audit',
  '--no-fund',
  '--loglevel=http',
]

/** Where npm finds its packages: the registry, the files with its settings, the way through a proxy. */
const npmSetting =
  /^(npm_config_(registry|cache|userconfig|globalconfig|proxy|https?_proxy|noproxy|cafile)|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|LOCALAPPDATA)$/i

/** npm as its owner would run it, for packages that come with Bloby. */
export function trustedInstall(): NpmCommand {
  const script = findNpm()
  const args = [...install, ...retries]
  return {
    ...(script === undefined ? { file: 'npm', args } : { file: process.execPath, args: [script, ...args] }),
    env: npmEnvironment(process.env.PATH),
  }
}

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
      ...install,
      ...retries,
      `--cache=${cache}`,
    ],
    env,
  }
}

/** The real path of npm's program: of the npm that started us, the one beside our Node, or the one in PATH. */
function findNpm(): string | undefined {
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

function npmEnvironment(path: string | undefined): Record<string, string> {
  const own = dirname(process.execPath)
  return cleanEnvironment({
    ...inherit((name) => npmSetting.test(name)),
    PATH: path === undefined ? own : `${own}${delimiter}${path}`,
  })
}

function setting(env: Record<string, string>, name: string): string | undefined {
  return Object.entries(env).find(([key]) => key.toLowerCase() === `npm_config_${name}`)?.[1] || undefined
}

function defaultCache(): string {
  return process.platform === 'win32'
    ? join(process.env.LOCALAPPDATA ?? homedir(), 'npm-cache')
    : join(homedir(), '.npm')
}
