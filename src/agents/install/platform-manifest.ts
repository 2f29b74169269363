import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const lockfile = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    packages: v.record(
      v.string(),
      v.looseObject({ version: v.optional(v.string()), integrity: v.optional(v.string()) }),
    ),
  }),
)

/**
 * Writes `package.json` and `package-lock.json` for exactly these packages into a folder. They are all required: npm says nothing
 * when an optional one could not be had. Throws when the lockfile in `manifest` does not pin one of them.
 */
export function writePlatformManifest(manifest: string, packages: readonly string[], folder: string): void {
  const { packages: locked } = v.parse(lockfile, readFileSync(join(manifest, 'package-lock.json'), 'utf8'))
  const pinned = packages.map((name) => {
    const entry = locked[`node_modules/${name}`]
    if (entry?.version === undefined || entry.integrity === undefined)
      throw new Error(`The lockfile in ${manifest} does not pin ${name}.`)
    const { optional: _, optionalDependencies: _o, peerDependencies: _p, ...rest } = entry
    return { name, version: entry.version, rest }
  })
  const root = {
    name: 'engine',
    dependencies: Object.fromEntries(pinned.map(({ name, version }) => [name, version])),
  }
  const write = (name: string, value: object) => writeFileSync(join(folder, name), JSON.stringify(value))
  write('package.json', root)
  write('package-lock.json', {
    name: root.name,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': root,
      ...Object.fromEntries(pinned.map(({ name, rest }) => [`node_modules/${name}`, rest])),
    },
  })
}
