import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { lockHome } from './single-instance.ts'
import { temporaryDirectory } from './temporary-directory.test-kit.ts'

test('a home has one supervisor, and is free again when that one lets go', () => {
  const directory = temporaryDirectory()
  const lock = lockHome(directory)
  expect(() => lockHome(directory)).toThrow('already running')
  lock.release()
  lockHome(directory).release()
})

test('kill -9 of the holder frees the home', async () => {
  const directory = temporaryDirectory()
  const script = `import(${JSON.stringify(new URL('./single-instance.ts', import.meta.url).href)})
    .then(({ lockHome }) => { globalThis.lock = lockHome(${JSON.stringify(directory)}); console.log('held') })
    setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  expect(() => lockHome(directory)).toThrow('already running')
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  lockHome(directory).release()
})
