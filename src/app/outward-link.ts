import { readdir, readlink, realpath } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** The first link under `folder` that leads out of it, by its path in it: through it the app's processes would get out too. */
export async function findOutwardLink(folder: string): Promise<string | undefined> {
  const root = await realpath(folder)
  async function search(directory: string): Promise<string | undefined> {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name)
      if (entry.isSymbolicLink() && !`${await targetOf(path)}${sep}`.startsWith(root + sep))
        return relative(root, path)
      const found = entry.isDirectory() ? await search(path) : undefined
      if (found !== undefined) return found
    }
    return undefined
  }
  return await search(root)
}

async function targetOf(link: string): Promise<string> {
  try {
    return await realpath(link)
  } catch {
    // Nothing is there yet.
    return resolve(dirname(link), await readlink(link))
  }
}
