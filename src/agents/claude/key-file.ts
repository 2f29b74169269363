import { randomUUID } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface KeyFile {
  /** For the `apiKeyHelper` of the engine's settings: prints the key. */
  command: string
  remove(): void
}

/**
 * Puts a key into a file that the owner's user alone can read, in a folder that the fence hides from the agent's tools and commands. What
 * the engine's program gets from its helper it sends in both ways that servers know, as `x-api-key` and as `Authorization: Bearer`;
 * a key that comes by a pipe only in the first.
 */
export function writeKeyFile(folder: string, key: string): KeyFile {
  const path = join(folder, randomUUID())
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(path, key, { mode: 0o600 })
  return {
    command:
      process.platform === 'win32' ? `type "${path}"` : `cat '${path.replaceAll("'", String.raw`'\''`)}'`,
    remove: () => rmSync(path, { force: true }),
  }
}
