import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../system/errors.ts'
import { readInside } from '../../system/read-inside.ts'
import { hashOf } from './trust.ts'

export interface PluginFile {
  /** From the plugin's folder, with `/`. */
  path: string
  bytes: Buffer
  isExecutable: boolean
}

const maxFiles = 500
const maxBytes = 5_000_000
const maxDepth = 8

/**
 * Every file of a plugin, read once: what is judged is what is copied, whatever happens to the folder meanwhile. Throws `invalid` for
 * links, special files and folders that are too large.
 */
export async function readPluginFiles(workspaceDir: string, folder: string): Promise<PluginFile[]> {
  const root = join(await realpath(workspaceDir), folder)
  const files: PluginFile[] = []
  let bytes = 0
  await visit('', 0)
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))

  async function visit(path: string, depth: number): Promise<void> {
    if (depth > maxDepth) throw tooLarge(folder)
    for (const entry of await readdir(join(root, path), { withFileTypes: true })) {
      const own = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.name === '.git' || entry.name === '.DS_Store') continue
      if (entry.isDirectory()) {
        await visit(own, depth + 1)
        continue
      }
      if (!entry.isFile()) throw notPlain(folder, own)
      const file = await readInside(workspaceDir, `${folder}/${own}`, { maxBytes: maxBytes - bytes })
      if (!file) continue
      bytes += file.size
      if (bytes > maxBytes || files.length >= maxFiles) throw tooLarge(folder)
      files.push({ path: own, bytes: file.bytes, isExecutable: file.isExecutable })
    }
  }
}

/** Of names, content and permissions. */
export function fingerprintOf(files: readonly PluginFile[]): string {
  return hashOf(
    ...files.map(({ path, bytes, isExecutable }) => [
      path,
      createHash('sha256').update(bytes).digest('hex'),
      isExecutable,
    ]),
  )
}

/** Copies of plugins in a folder that the agent cannot write to, each named by its content. */
export function createPluginCopies(dir: string) {
  const used = new Set<string>()
  return {
    /** Writes the files unless they are there, whole or not at all, and gives the folder. */
    async put(files: readonly PluginFile[]): Promise<string> {
      const fingerprint = fingerprintOf(files)
      const target = join(dir, fingerprint)
      used.add(fingerprint)
      if (existsSync(target)) return target
      await mkdir(dir, { recursive: true, mode: 0o700 })
      const draft = await mkdtemp(join(dir, 'new-'))
      try {
        for (const { path, bytes, isExecutable } of files) {
          const file = join(draft, path)
          await mkdir(dirname(file), { recursive: true })
          await writeFile(file, bytes, { mode: isExecutable ? 0o700 : 0o600 })
        }
        await rename(draft, target)
      } catch (error) {
        await rm(draft, { recursive: true, force: true })
        // Someone else was faster with the same content.
        if (!existsSync(target)) throw error
      }
      return target
    },
    /** Removes what was copied in an earlier run and not asked for since. */
    async removeOthers(): Promise<void> {
      const names = await readdir(dir).catch((): string[] => [])
      const others = names.filter((name) => !used.has(name) && name !== serversFolder)
      await Promise.all(others.map((name) => rm(join(dir, name), { recursive: true, force: true })))
    },
    /** An empty folder for servers to run in. */
    async serversDir(): Promise<string> {
      const path = join(dir, serversFolder)
      await mkdir(path, { recursive: true, mode: 0o700 })
      return path
    },
  }
}

const serversFolder = 'servers'

function notPlain(folder: string, path: string): AppError {
  return new AppError(
    'invalid',
    `${folder}/${path} is a link or no plain file. A plugin may hold plain files only.`,
  )
}

function tooLarge(folder: string): AppError {
  return new AppError(
    'invalid',
    `${folder} is too large for a plugin: at most ${maxFiles} files and ${maxBytes / 1_000_000} MB.`,
  )
}
