import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'

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
    renameSync(draft, workspace)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
  return true
}
