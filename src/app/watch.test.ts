import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../system/clock.ts'
import { temporaryDirectory } from '../system/temporary-directory.test-kit.ts'
import { createWatch, partOf } from './watch.ts'

test.each([
  ['backend/routes/notes.ts', 'backend'],
  ['backend/data.json', 'backend'],
  ['backend/notes.md', undefined],
  ['.env', 'backend'],
  ['.restart', 'backend'],
  ['client/src/app.tsx', 'client'],
  ['vite.config.ts', 'build'],
  ['app.json', 'settings'],
  ['CRONS.json', 'settings'],
  ['package-lock.json', 'packages'],
  ['MEMORY.md', undefined],
])('a change of %s is one of %s', (path, part) => expect(partOf(path)).toBe(part))

async function watched() {
  const workspace = temporaryDirectory()
  for (const folder of ['backend', 'client', 'node_modules']) mkdirSync(join(workspace, folder))
  const on = { backend: vi.fn(), client: vi.fn(), build: vi.fn(), settings: vi.fn(), packages: vi.fn() }
  const watch = createWatch({ workspace, clock: systemClock, log: pino({ enabled: false }), on })
  onTestFinished(() => watch.stop())
  await watch.start()
  return { workspace, on }
}

test('many changes of the backend are one restart', async () => {
  const { workspace, on } = await watched()
  for (let change = 0; change < 5; change++) writeFileSync(join(workspace, 'backend', `${change}.ts`), '')
  await vi.waitFor(() => expect(on.backend).toHaveBeenCalledTimes(1), { timeout: 5000 })
  expect(on.client).not.toHaveBeenCalled()
})

test('.restart is a request: it is carried out and removed', async () => {
  const { workspace, on } = await watched()
  writeFileSync(join(workspace, '.restart'), '')
  await vi.waitFor(() => expect(on.backend).toHaveBeenCalledTimes(1), { timeout: 5000 })
  expect(existsSync(join(workspace, '.restart'))).toBe(false)
})

test('a .restart that becomes a folder ends nothing', async () => {
  const { workspace, on } = await watched()
  const request = join(workspace, '.restart')
  writeFileSync(request, '')
  await vi.waitFor(() => expect(existsSync(request)).toBe(false), { timeout: 5000, interval: 1 })
  mkdirSync(request)
  writeFileSync(join(request, 'file'), '')
  await vi.waitFor(() => expect(on.backend).toHaveBeenCalledTimes(1), { timeout: 5000 })
  writeFileSync(join(workspace, 'client', 'app.tsx'), '')
  await vi.waitFor(() => expect(on.client).toHaveBeenCalledTimes(1), { timeout: 5000 })
})

test('changed files of the client are told by their paths, those of packages not at all', async () => {
  const { workspace, on } = await watched()
  writeFileSync(join(workspace, 'node_modules', 'index.js'), '')
  writeFileSync(join(workspace, 'client', 'app.tsx'), '')
  await vi.waitFor(() => expect(on.client).toHaveBeenCalledTimes(1), { timeout: 5000 })
  expect(on.client).toHaveBeenCalledWith([join('client', 'app.tsx')])
  expect(on.packages).not.toHaveBeenCalled()
})
