import { rmSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { AppError } from '../system/errors.ts'
import { readTextInside } from '../system/read-inside.ts'
import { writeFileAtomically } from '../system/write-file.ts'

export interface PackageChange {
  /** `name` or `name@range`, from the registry. */
  add: string[]
  /** Names. */
  remove: string[]
  /** Whether what is added is needed to build the app, but not to run it. */
  isDev: boolean
}

export interface InstalledPackage {
  name: string
  version: string
}

const maxBytes = 16 * 1024 * 1024
const mode = 0o644
const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
/** Without it nothing can be shown. */
const needed = 'vite'
const manifestSchema = v.record(v.string(), v.unknown())
const groupSchema = v.record(v.string(), v.unknown())

/** Gives what writes package.json and the lockfile as they are now. */
export function keepManifests(workspace: string): () => void {
  const kept = ['package.json', 'package-lock.json'].map((name) => {
    const text = readTextInside(workspace, name, { maxBytes })?.text
    return { path: join(workspace, name), text }
  })
  return () => {
    for (const { path, text } of kept)
      if (text === undefined) rmSync(path, { force: true })
      else writeFileAtomically(path, text, mode)
  }
}

/** Takes packages out of package.json. Throws `invalid` for one that is not in it, or that the app cannot be without. */
export function removeDependencies(workspace: string, names: readonly string[]): void {
  if (names.length === 0) return
  const manifest = readManifest(workspace)
  for (const name of names) {
    if (name === needed)
      throw new AppError('invalid', `${name} builds and serves the dashboard, so it has to stay.`)
    const having = groups.filter((group) => name in dependenciesOf(manifest, group))
    if (having.length === 0) throw new AppError('invalid', `${name} is not among the app’s packages.`)
    for (const group of having) {
      const { [name]: _, ...rest } = dependenciesOf(manifest, group)
      manifest[group] = rest
    }
  }
  writeFileAtomically(join(workspace, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`, mode)
}

/** The versions of packages in node_modules, by specs such as `name@^1`. */
export function installedVersions(workspace: string, specs: readonly string[]): InstalledPackage[] {
  return specs.map((spec) => {
    const name = spec.replace(/(?<=.)@.*$/, '')
    const manifest = v.safeParse(
      v.pipe(v.string(), v.parseJson(), v.object({ version: v.string() })),
      readTextInside(workspace, join('node_modules', name, 'package.json'), { maxBytes })?.text,
    )
    return { name, version: manifest.success ? manifest.output.version : 'unknown' }
  })
}

function readManifest(workspace: string): Record<string, unknown> {
  const manifest = v.safeParse(
    v.pipe(v.string(), v.parseJson(), manifestSchema),
    readTextInside(workspace, 'package.json', { maxBytes })?.text,
  )
  if (manifest.success) return manifest.output
  throw new AppError('conflict', 'The app’s package.json cannot be read. Mend it first.')
}

function dependenciesOf(manifest: Record<string, unknown>, group: string): Record<string, unknown> {
  const found = v.safeParse(groupSchema, manifest[group])
  return found.success ? found.output : {}
}
