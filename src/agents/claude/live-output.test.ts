import { appendFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../../system/temporary-directory.test-kit.ts'
import { createLiveOutput } from './live-output.ts'

const task = { sessionId: '00000000-0000-4000-8000-000000000001', taskId: 'bq2f' }

/** Time goes on only when the test says so, and only once the last look is over. */
function steppedClock() {
  let waiting = Promise.withResolvers<() => void>()
  return {
    after(_: number, callback: () => void) {
      waiting.resolve(callback)
      return () => {}
    },
    idle: () => waiting.promise,
    async step() {
      const callback = await waiting.promise
      waiting = Promise.withResolvers()
      callback()
      await waiting.promise
    },
  }
}

async function world() {
  const temporaryDir = temporaryDirectory()
  const folder = join(temporaryDir, 'claude-1000', '-home-owner-workspace', task.sessionId, 'tasks')
  await mkdir(folder, { recursive: true })
  const clock = steppedClock()
  const printed: string[] = []
  const watch = createLiveOutput({ temporaryDir, clock, log: pino({ level: 'silent' }) })
  return { temporaryDir, path: join(folder, `${task.taskId}.output`), clock, printed, watch }
}

test('what a command prints is told when it grows', async () => {
  const { path, clock, printed, watch } = await world()
  const stop = watch(task, (text) => printed.push(text))
  await clock.idle()
  expect(printed).toEqual([])
  await writeFile(path, 'one\n')
  await clock.step()
  await clock.step()
  await appendFile(path, 'two\n')
  await clock.step()
  expect(printed).toEqual(['one\n', 'one\ntwo\n'])
  stop()
})

test('of much output the end is told', async () => {
  const { path, clock, printed, watch } = await world()
  await writeFile(path, `${'a'.repeat(50_000)}end`)
  const stop = watch(task, (text) => printed.push(text))
  await clock.idle()
  expect(printed).toEqual([`${'a'.repeat(19_997)}end`])
  stop()
})

test('a link that the command put there is not followed', async () => {
  const { temporaryDir, path, clock, printed, watch } = await world()
  await writeFile(join(temporaryDir, 'secret'), 'secret')
  await symlink(join(temporaryDir, 'secret'), path)
  const stop = watch(task, (text) => printed.push(text))
  await clock.idle()
  expect(printed).toEqual([])
  stop()
})

test('ids that lead elsewhere, and a file that goes away, are no matter', async () => {
  const { clock, printed, watch } = await world()
  const stopFirst = watch({ ...task, taskId: '../../x' }, (text) => printed.push(text))
  await clock.idle()
  stopFirst()
  const other = await world()
  await writeFile(other.path, 'one')
  const stop = other.watch(task, (text) => printed.push(text))
  await other.clock.idle()
  await rm(other.path)
  await other.clock.step()
  expect(printed).toEqual(['one'])
  stop()
})
