import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import { createWorkspace } from './workspace-files.ts'

const template = join(import.meta.dirname, '../../workspace')

test('the template becomes the workspace, with its settings and without tests or packages', () => {
  const workspace = join(temporaryDirectory(), 'workspace')
  expect(createWorkspace(template, workspace)).toBe(true)
  for (const name of [
    'app.json',
    'MYSELF.md',
    'backend/index.ts',
    'client/index.html',
    'package-lock.json',
    '.env',
  ])
    expect(`${name} ${existsSync(join(workspace, name))}`).toBe(`${name} true`)
  for (const name of ['node_modules', 'client/src/wording.test.ts'])
    expect(`${name} ${existsSync(join(workspace, name))}`).toBe(`${name} false`)
})

test('a workspace that is there already is never touched', () => {
  const workspace = join(temporaryDirectory(), 'workspace')
  mkdirSync(workspace)
  writeFileSync(join(workspace, 'app.json'), '{"name": "Mine"}')
  expect(createWorkspace(template, workspace)).toBe(false)
  expect(readFileSync(join(workspace, 'app.json'), 'utf8')).toContain('Mine')
  expect(existsSync(join(workspace, 'client'))).toBe(false)
})
