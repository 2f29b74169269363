import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'
import { createEngines } from '../../src/agents/install/engines.ts'
import { createPackages } from '../../src/app/packages.ts'
import { createWorkspace } from '../../src/app/workspace-files.ts'
import { systemClock } from '../../src/system/clock.ts'
import { createLogTail } from '../../src/system/log-tail.ts'
import { createProcessLedger } from '../../src/system/process-ledger.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the browser. */
    chromium: string
    /** A workspace with its packages installed, to take them from; nobody writes to it. */
    installedWorkspace: string
    /** The folder `claude@<version>` with the real engine; nobody writes to it. */
    installedEngine: string
  }
}

const root = path.resolve(import.meta.dirname, '../..')

/** Once before all tests of whole programs: pages built, a browser found, the workspace's packages and the engine installed. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('chromium', findChromium())
  await promisify(execFile)(process.execPath, ['scripts/build-web.ts', '--if-stale'], { cwd: root })
  project.provide('installedWorkspace', await installWorkspace())
  project.provide('installedEngine', await installEngine())
}

function findChromium(): string {
  const places = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]
  const found = places.find((place) => place && existsSync(place))
  if (!found)
    throw new Error(
      'These tests need Chromium and found none. Install it, or name it with CHROMIUM_PATH=/path/to/chromium.',
    )
  return found
}

/** Kept in the temporary folder from run to run, for as long as the workspace asks for the same packages. */
async function installWorkspace(): Promise<string> {
  const template = path.join(root, 'workspace')
  const hash = createHash('sha256')
  for (const name of ['package.json', 'package-lock.json'])
    hash.update(readFileSync(path.join(template, name)))
  const target = path.join(tmpdir(), `bloby-test-workspace-${hash.digest('hex').slice(0, 16)}`)
  if (existsSync(target)) return target
  const draft = mkdtempSync(`${target}-`)
  const workspace = path.join(draft, 'workspace')
  const tail = createLogTail(draft, 'packages.log')
  try {
    createWorkspace(template, workspace)
    const ledger = createProcessLedger(path.join(draft, 'children'))
    await createPackages({ workspace, template, tail, ledger }).install(() => {})
    renameSync(workspace, target)
  } catch (error) {
    throw new Error(`The workspace’s packages could not be installed:\n${tail.last(20).join('\n')}`, {
      cause: error,
    })
  } finally {
    await tail.close()
    rmSync(draft, { recursive: true, force: true })
  }
  return target
}

/** Kept from run to run too, for as long as it is the version that Bloby asks for. */
async function installEngine(): Promise<string> {
  const enginesDir = path.join(tmpdir(), 'bloby-test-engines')
  mkdirSync(enginesDir, { recursive: true })
  const tail = createLogTail(enginesDir, 'engines.log')
  try {
    return await createEngines({ enginesDir, clock: systemClock, tail }).claude.ensure()
  } catch (error) {
    throw new Error(`The engine could not be installed:\n${tail.last(20).join('\n')}`, { cause: error })
  } finally {
    await tail.close()
  }
}
