import { rmSync, writeFileSync } from 'node:fs'
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
  writeFileSync(join(workspace, '.npmrc'), `registry=http://127.0.0.1:9/\ncache=${cache}\n`)
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
