import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Files whose own names a package would lose: npm leaves dotfiles out or reads them itself. */
const renamed = [
  ['env.example', '.env'],
  ['gitignore.example', '.gitignore'],
] as const

/**
 * Copies the template to `workspace` when there is none yet, and says whether it did. An existing workspace is the owner's and is
 * never touched. The copy appears whole or not at all.
 */
export function createWorkspace(template: string, workspace: string): boolean {
  if (existsSync(workspace)) return false
  mkdirSync(dirname(workspace), { recursive: true })
  const draft = mkdtempSync(`${workspace}.new-`)
  try {
    cpSync(template, draft, {
      recursive: true,
      filter: (source) => !/[/\\]node_modules$|[/\\]dist$|\.test\.tsx?$/.test(source),
    })
    for (const [from, to] of renamed)
      if (existsSync(join(draft, from))) renameSync(join(draft, from), join(draft, to))
    renameSync(draft, workspace)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
  return true
}
