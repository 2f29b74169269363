import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An empty home for one test, gone when it ends. */
export function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'bloby-home-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }))
  return home
}
