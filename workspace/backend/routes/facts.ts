import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { Deps } from '../app.ts'
import { countFacts } from '../count-facts.ts'

/** How much the agent keeps of its owner and of the world: the list items of its two memory files. */
export function facts({ workspaceDir }: Deps): Hono {
  return new Hono().get('/', async (c) => {
    const files = await Promise.all(
      ['MYHUMAN.md', 'MEMORY.md'].map(async (name) => ({ name, count: countFacts(await readOrEmpty(name)) })),
    )
    return c.json({ count: files.reduce((sum, file) => sum + file.count, 0), files })
  })

  function readOrEmpty(name: string): Promise<string> {
    return readFile(join(workspaceDir, name), 'utf8').catch(() => '')
  }
}
