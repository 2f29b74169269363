import * as v from 'valibot'
import { AppError } from '../../system/errors.ts'
import type { Tool } from './tool.ts'

export interface PackageChange {
  /** `name` or `name@range`, from the registry. */
  add: string[]
  /** Names. */
  remove: string[]
  /** Whether what is added is needed to build the app, but not to run it. */
  isDev: boolean
}

/** By npm's documentation of package.json, field `name`, for names that can still be published. */
const packageName = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/
/** A version, a range or a tag; nothing that could be an address, a path or an alias, all of which have a colon or a slash. */
const versionRange = /^[a-z0-9^~<>=*|. +-]+$/i
const mostPackages = 20

const input = v.object({
  packages: v.pipe(
    v.array(v.pipe(v.string(), v.trim(), v.maxLength(214))),
    v.maxLength(mostPackages),
    v.description('Packages to install, as "name" or "name@version"; empty to only remove some'),
  ),
  remove: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.trim(), v.maxLength(214))),
      v.maxLength(mostPackages),
      v.description('Names of packages to take out'),
    ),
  ),
  dev: v.optional(
    v.pipe(
      v.boolean(),
      v.description('Whether they are needed to build the app only, not to run it; false unless told'),
    ),
  ),
})

/** Adds packages to the app and takes some out. */
export function createInstallPackages(deps: {
  /** Gives what is installed now of what was to be added. */
  installPackages: (
    change: PackageChange,
    options: { signal: AbortSignal },
  ) => Promise<{ name: string; version: string }[]>
}): Tool<typeof input> {
  return {
    name: 'install_packages',
    description:
      'Adds packages from the npm registry to the app, or takes some out: changes package.json and its lockfile, installs, and ' +
      'restarts the backend and the dashboard’s dev server. Scripts of packages do not run, so one that must compile itself ' +
      'cannot be used. Use this and not npm, which has no network in your commands. When it fails nothing is changed.',
    kind: 'execute',
    input,
    title: ({ packages, remove = [] }) =>
      [
        packages.length > 0 ? `Install ${packages.join(', ')}` : '',
        remove.length > 0 ? `Remove ${remove.join(', ')}` : '',
      ]
        .filter((words) => words !== '')
        .join('; ') || 'Install packages',
    async run({ packages, remove = [], dev = false }, { signal }) {
      for (const spec of packages) checkSpec(spec)
      for (const name of remove) checkName(name)
      if (packages.length + remove.length === 0)
        throw new AppError('invalid', 'packages: needs at least one name.')
      const installed = await deps.installPackages({ add: packages, remove, isDev: dev }, { signal })
      return [
        installed.length > 0
          ? `Installed ${installed.map(({ name, version }) => `${name}@${version}`).join(', ')}.`
          : '',
        remove.length > 0 ? `Removed ${remove.join(', ')}.` : '',
        'The backend and the dev server start again now; app_logs tells how that goes.',
      ]
        .filter((words) => words !== '')
        .join(' ')
    },
  }
}

function checkSpec(spec: string): void {
  const at = spec.indexOf('@', 1)
  const name = at === -1 ? spec : spec.slice(0, at)
  checkName(name)
  if (at !== -1 && !versionRange.test(spec.slice(at + 1)))
    throw new AppError(
      'invalid',
      `packages: “${spec}” does not name a version. Only packages of the registry can be installed: no addresses, folders, Git or aliases.`,
    )
}

function checkName(name: string): void {
  if (!packageName.test(name))
    throw new AppError(
      'invalid',
      `packages: “${name}” is not the name of a package of the registry. Addresses, folders, Git and aliases cannot be installed.`,
    )
}
