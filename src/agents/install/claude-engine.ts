import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as v from 'valibot'
import { cleanEnvironment } from '../../system/environment.ts'
import { AppError, messageOf } from '../../system/errors.ts'
import type { Engine } from './engine.ts'

/** The Claude Agent SDK, and the program that its package for each platform holds. */
const sdkVersion = '0.3.329'
const programVersion = '2.1.329'
const sdk = '@anthropic-ai/claude-agent-sdk'
const platforms = [
  ...['darwin-arm64', 'darwin-x64', 'win32-arm64', 'win32-x64'],
  ...['linux-arm64', 'linux-x64', 'linux-arm64-musl', 'linux-x64-musl'],
]
const checkTimeoutMs = 60_000
const run = promisify(execFile)

export interface ClaudeEngine extends Engine {
  /** The program's path in an installation's folder. @throws AppError `unavailable` on a platform without one */
  binaryOf(folder: string): string
}

/** The pinned Claude engine for a platform, `<os>-<cpu>[-musl]` as its packages are named. */
export function createClaudeEngine(platform = platformHere()): ClaudeEngine {
  const packageName = `${sdk}-${platform}`
  const binary = join('node_modules', packageName, platform.startsWith('win32') ? 'claude.exe' : 'claude')
  const isSupported = platforms.includes(platform)

  function binaryOf(folder: string): string {
    if (!isSupported)
      throw new AppError('unavailable', `The Claude engine has no program for this computer (${platform}).`)
    return join(folder, binary)
  }

  return {
    name: 'claude',
    version: sdkVersion,
    manifest: join(import.meta.dirname, 'claude'),
    here: isSupported
      ? { packages: [sdk, packageName], files: [binary, join('node_modules', sdk, 'sdk.mjs')] }
      : undefined,
    downloadBytes: 177_000_000,
    unpackedBytes: 383_000_000,
    binaryOf,
    async check(folder, signal) {
      // Its settings and its first-start notes must not end up in the owner's own.
      const scratch = await mkdtemp(join(tmpdir(), 'bloby-claude-'))
      try {
        const { stdout } = await run(binaryOf(folder), ['--version'], {
          cwd: scratch,
          env: cleanEnvironment({ HOME: scratch, CLAUDE_CONFIG_DIR: scratch, DISABLE_AUTOUPDATER: '1' }),
          timeout: checkTimeoutMs,
          signal,
        })
        if (!stdout.startsWith(`${programVersion} `)) throw new Error(`It says it is ${stdout.trim()}`)
      } catch (error) {
        throw new AppError(
          'unavailable',
          `The Claude engine was downloaded, but it does not work on this computer: ${messageOf(error).slice(0, 300)}`,
          { cause: error },
        )
      } finally {
        await rm(scratch, { recursive: true, force: true })
      }
    },
  }
}

function platformHere(): string {
  const platform = `${process.platform}-${process.arch}`
  return process.platform === 'linux' && !hasGlibc() ? `${platform}-musl` : platform
}

const glibcReport = v.object({ header: v.object({ glibcVersionRuntime: v.string() }) })

/** Which C library Node runs on; npm decides by the same report. */
function hasGlibc(): boolean {
  return v.is(glibcReport, process.report.getReport())
}
