import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The path of a module of ours that is not imported but run: `ownModule(import.meta.url, '../supervisor/main')`. It has the
 * extension of the module that asks, `.ts` in a clone and `.js` in the package.
 */
export function ownModule(from: string, relative: string): string {
  return fileURLToPath(new URL(`${relative}${extname(fileURLToPath(from))}`, from))
}
