import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { EngineParts } from './engine.ts'

/** Written last: sizes in bytes of the files that make the engine, by their path in the folder. */
const markerName = '.bloby-installed'
const markerText = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.number()))

/** Whether a folder holds all that was installed and checked. */
export function isInstalled(folder: string, { files }: EngineParts): boolean {
  const sizes = readMarker(folder)
  return files.every((file) => sizes[file] !== undefined && sizes[file] === sizeOf(join(folder, file)))
}

/** Notes that a folder is whole. Throws when one of the files is not there. */
export function markInstalled(folder: string, { files }: EngineParts): void {
  const sizes = Object.fromEntries(files.map((file) => [file, statSync(join(folder, file)).size]))
  writeFileSync(join(folder, markerName), JSON.stringify(sizes), { flush: true })
}

function readMarker(folder: string): Record<string, number> {
  try {
    const result = v.safeParse(markerText, readFileSync(join(folder, markerName), 'utf8'))
    return result.success ? result.output : {}
  } catch {
    // Not installed, or not to the end.
    return {}
  }
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}
