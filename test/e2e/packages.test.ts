import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createWorkspace } from '../../src/app/workspace-files.ts'
import { claim } from './api.ts'
import { connectChat } from './chat-socket.ts'
import { startProgram } from './start-program.ts'
import { temporaryHome } from './temporary-home.ts'

test('without a network the app’s packages are a clear message with a retry, and the chat works meanwhile', async () => {
  const home = temporaryHome()
  const workspace = join(home, 'workspace')
  createWorkspace(join(process.cwd(), 'workspace'), workspace)
  // Port 9 answers nobody; with a cache of its own npm has nothing to fall back on.
  const cache = join(home, 'npm-cache')
  const program = await startProgram({
    home,
    seedWorkspace: false,
    env: { npm_config_registry: 'http://127.0.0.1:9/', npm_config_cache: cache },
  })
  onTestFinished(() => program.dispose())
  const api = await claim(program.ready, { password: 'correct horse' })
  const device = await connectChat({ url: program.ready.url, token: api.token })
  const { problems } = await device.next('app:state', (state) =>
    state.problems.some(({ id }) => id === 'packages'),
  )
  expect(problems[0]).toMatchObject({
    title: 'The app could not be prepared',
    detail: expect.stringContaining('internet connection'),
    restart: 'packages',
  })
  device.send({ type: 'user:message', id: 'm1', content: 'help' })
  await device.next('bot:done')
  await device.close()
  const page = await fetch(`${program.ready.appUrl}/`, { headers: { 'sec-fetch-dest': 'iframe' } })
  expect(page.status).toBe(401)
})

test('a dev server that is missing is put back by a restart', async () => {
  const program = await startProgram()
  onTestFinished(() => program.dispose())
  const api = await claim(program.ready, { password: 'correct horse' })
  const device = await connectChat({ url: program.ready.url, token: api.token })
  const isRunning = (state: { processes: { name: string; status: string }[] }) =>
    state.processes.some(({ name, status }) => name === 'vite' && status === 'running')
  await device.next('app:state', isRunning)
  rmSync(join(program.home, 'workspace', 'node_modules', 'vite'), { recursive: true })
  await api.fetch('/api/system/restart', { method: 'POST', body: { name: 'vite' } })
  await device.next('app:state', (state) => state.step?.startsWith('Installing') ?? false)
  await device.next('app:state', isRunning)
  await device.close()
})

/** A running program whose app has changed its package.json, and what its owner then sees. */
async function withChangedPackages(change: (workspace: string) => object) {
  const program = await startProgram()
  onTestFinished(() => program.dispose())
  const workspace = join(program.home, 'workspace')
  const api = await claim(program.ready, { password: 'correct horse' })
  const device = await connectChat({ url: program.ready.url, token: api.token })
  onTestFinished(() => device.close())
  await device.next('app:state', ({ isReady }) => isReady)
  const path = join(workspace, 'package.json')
  const changed = { ...JSON.parse(readFileSync(path, 'utf8')), ...change(workspace) }
  writeFileSync(path, JSON.stringify(changed))
  return { workspace, device, api }
}

test('packages that the app chose are installed, without npm getting out of the workspace', async () => {
  const { workspace, device } = await withChangedPackages(() => ({ name: 'changed' }))
  await device.next('app:state', ({ step }) => step?.startsWith('Installing') ?? false)
  await device.next('app:state', ({ isReady }) => isReady)
  expect(existsSync(join(workspace, 'node_modules', '.bloby-installed'))).toBe(true)
})

test('a file .npmrc of the app’s, which could name programs to run and send credentials anywhere, stops an install', async () => {
  const { workspace, device } = await withChangedPackages((folder) => {
    writeFileSync(join(folder, 'evil.sh'), `#!/bin/sh\ntouch ${folder}/has-run\nexit 1\n`, { mode: 0o755 })
    writeFileSync(join(folder, '.npmrc'), `git=${folder}/evil.sh\n`)
    return { dependencies: { evil: 'git+file:///nowhere/evil.git' } }
  })
  const { problems } = await device.next('app:state', (state) => state.problems.length > 0)
  expect(problems[0]?.detail).toContain('.npmrc')
  expect(existsSync(join(workspace, 'has-run'))).toBe(false)
})

test('a package from Git is refused: npm may start no program', async () => {
  const { device } = await withChangedPackages(() => ({
    dependencies: { evil: 'git+file:///nowhere/evil.git' },
  }))
  const { problems } = await device.next('app:state', (state) => state.problems.length > 0)
  expect(problems[0]?.detail).toContain('Packages can come from the registry only')
})

test('a package from a folder outside makes no link to it', async () => {
  const { workspace, device } = await withChangedPackages(() => ({ dependencies: { home: 'file:..' } }))
  const { problems } = await device.next('app:state', (state) => state.problems.length > 0)
  expect(problems[0]?.detail).toContain('Packages can come from the registry only')
  expect(lstatSync(join(workspace, 'node_modules', 'home'), { throwIfNoEntry: false })).toBeUndefined()
})

test('nothing of the app starts while a link leads out of its folder', async () => {
  const { workspace, device, api } = await withChangedPackages((folder) => {
    symlinkSync(join('..', '..'), join(folder, 'files', 'home'))
    return { name: 'changed' }
  })
  const { problems, processes } = await device.next('app:state', (state) => state.problems.length > 0)
  expect(problems[0]?.detail).toContain(`${join('files', 'home')} in the app’s folder is a link`)
  expect(processes.map(({ status }) => status)).toEqual(['stopped', 'stopped'])
  rmSync(join(workspace, 'files', 'home'))
  await api.fetch('/api/system/restart', { method: 'POST', body: { name: 'packages' } })
  await device.next('app:state', ({ isReady }) => isReady)
})
