import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import { createAppManifest } from './app-manifest.ts'

function workspaceWith(files: Record<string, string>) {
  const workspace = temporaryDirectory()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text)
  return { workspace, manifest: createAppManifest(workspace) }
}

test('nothing is public until app.json says so', () => {
  const { manifest } = workspaceWith({})
  expect(manifest.reload()).toEqual([])
  expect(manifest.isPublic('/')).toBe(false)
})

test('a public route is the path itself, or what follows it where it ends in a star', () => {
  const { manifest } = workspaceWith({
    'app.json': '{"publicRoutes": ["/app/api/hook", "/app/api/pages/*"]}',
  })
  manifest.reload()
  expect(['/app/api/hook', '/app/api/pages/1', '/app/api/pages/1/2'].every(manifest.isPublic)).toBe(true)
  expect(
    ['/app/api/hook/x', '/app/api/hooks', '/app/api/pages', '/x/app/api/hook'].some(manifest.isPublic),
  ).toBe(false)
})

test('a file that cannot be read is named with its line, and what it said before stays in force', () => {
  const { workspace, manifest } = workspaceWith({
    'app.json': '{"name": "Mission Control"}',
    'PULSE.json': '{}',
  })
  manifest.reload()
  writeFileSync(join(workspace, 'app.json'), '{\n  "name": "Mission\n}')
  writeFileSync(join(workspace, 'PULSE.json'), '{"enabled": tru}')
  const problems = manifest.reload()
  expect(problems.map(({ id }) => id)).toEqual(['file:app.json', 'file:PULSE.json'])
  expect(problems[0]?.detail).toMatch(/line 2/)
  expect(manifest.current.name).toBe('Mission Control')
})

test('a field of the wrong type is a problem with its name', () => {
  const { manifest } = workspaceWith({ 'app.json': '{"publicRoutes": ["hook"]}' })
  expect(manifest.reload()[0]?.detail).toContain('publicRoutes.0')
  expect(manifest.isPublic('hook')).toBe(false)
})

test('what is no file of a reasonable size is a problem, not read', () => {
  const { workspace, manifest } = workspaceWith({
    'app.json': JSON.stringify({ name: 'Home', more: 'x'.repeat(300_000) }),
    elsewhere: 'secret',
  })
  mkdirSync(join(workspace, 'PULSE.json'))
  symlinkSync(join(workspace, 'elsewhere'), join(workspace, 'CRONS.json'))
  expect(manifest.reload().map(({ detail }) => detail)).toEqual([
    expect.stringContaining('app.json is larger than 256 KB'),
    expect.stringContaining('PULSE.json is not a regular file'),
    expect.stringContaining('CRONS.json is a link'),
  ])
})

test('a problem stays for as long as its file is unchanged', () => {
  const { manifest } = workspaceWith({ 'app.json': '{' })
  expect(manifest.reload()).toHaveLength(1)
  expect(manifest.reload()).toHaveLength(1)
})
