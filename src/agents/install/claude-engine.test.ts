import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { createClaudeEngine } from './claude-engine.ts'
import { writePlatformManifest } from './platform-manifest.ts'

it.each([
  'darwin-arm64',
  'darwin-x64',
  'linux-arm64',
  'linux-arm64-musl',
  'linux-x64',
  'linux-x64-musl',
  'win32-arm64',
  'win32-x64',
])('the lockfile pins the Claude engine for %s, by hash and without an address', (platform) => {
  const { here, manifest, version } = createClaudeEngine(platform)
  const folder = temporaryDirectory()
  writePlatformManifest(manifest, here?.packages ?? [], folder)
  const lockfile = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  const { '': root, ...packages } = lockfile.packages
  expect(root.dependencies).toEqual({
    '@anthropic-ai/claude-agent-sdk': version,
    [`@anthropic-ai/claude-agent-sdk-${platform}`]: version,
  })
  expect(Object.keys(packages)).toHaveLength(2)
  for (const entry of Object.values(packages)) {
    expect(entry).toMatchObject({ version, integrity: expect.stringMatching(/^sha512-.{88}$/) })
    expect(entry).not.toHaveProperty('resolved')
    expect(entry).not.toHaveProperty('optional')
  }
})

it('the program is found in the folder, and not for a platform that has none', () => {
  const packages = '/engines/node_modules/@anthropic-ai'
  expect(createClaudeEngine('linux-x64-musl').binaryOf('/engines')).toBe(
    `${packages}/claude-agent-sdk-linux-x64-musl/claude`,
  )
  expect(createClaudeEngine('win32-arm64').binaryOf('/engines')).toMatch(/claude\.exe$/)
  const other = createClaudeEngine('freebsd-x64')
  expect(other.here).toBeUndefined()
  expect(() => other.binaryOf('/engines')).toThrow('no program for this computer (freebsd-x64)')
})

it('a folder without a program that works is refused', async () => {
  const { check } = createClaudeEngine()
  await expect(check(temporaryDirectory(), new AbortController().signal)).rejects.toThrow(
    'does not work on this computer',
  )
})
