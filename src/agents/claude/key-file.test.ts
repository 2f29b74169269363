import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeKeyFile } from './key-file.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bloby-keys-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('keeps a key for the owner’s user alone, in a file that its command prints', () => {
  const keys = join(folder, 'it’s $HOME', "keys'")
  const { command, remove } = writeKeyFile(keys, 'sk-$key')
  const [name = ''] = readdirSync(keys)
  expect(statSync(join(keys, name)).mode & 0o777).toBe(0o600)
  expect(statSync(keys).mode & 0o777).toBe(0o700)
  expect(execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' })).toBe('sk-$key')
  expect(command).not.toContain('sk-')
  remove()
  remove()
  expect(existsSync(join(keys, name))).toBe(false)
})
