import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createFakeClock } from './fake-clock.test-kit.ts'
import { openTestTail } from './log-tail.test-kit.ts'
import { createManagedProcess } from './managed-process.ts'
import { startTimeOf } from './process-identity.ts'
import { createProcessLedger } from './process-ledger.ts'
import { temporaryDirectory } from './temporary-directory.test-kit.ts'

function program(script: string, { isReady = async () => true }: { isReady?: () => Promise<boolean> } = {}) {
  const directory = temporaryDirectory()
  const clock = createFakeClock()
  const children = join(directory, 'children')
  const managed = createManagedProcess({
    name: 'program',
    command: () => ({ file: process.execPath, args: ['-e', script], cwd: directory, env: {} }),
    isReady,
    tail: openTestTail(directory, 'program.log'),
    ledger: createProcessLedger(children),
    clock: { ...clock, after: (ms, callback) => (ms === 300 ? later(callback) : clock.after(ms, callback)) },
    graceMs: 300,
  })
  onTestFinished(() => managed.stop())
  return { managed, clock, directory, children }
}

/** The time that a process has to end is real, as the process is. */
function later(callback: () => void) {
  const timer = setTimeout(callback, 300)
  return () => clearTimeout(timer)
}

const statusIs = (managed: ReturnType<typeof program>['managed'], status: string) =>
  vi.waitFor(() => expect(managed.state().status).toBe(status), { timeout: 10_000, interval: 20 })

test('a process runs, is in the ledger, and ends with its stop', async () => {
  const { managed, children } = program('setInterval(() => {}, 1000)')
  await managed.start()
  await statusIs(managed, 'running')
  const { pid } = managed.state()
  expect(readdirSync(children)).toEqual([`${pid}.json`])
  await managed.stop()
  expect(startTimeOf(pid ?? 0)).toBeUndefined()
  expect(readdirSync(children)).toEqual([])
  expect(managed.state().status).toBe('stopped')
})

test('a process that exits at once is started four times, then reported as failed with its last lines', async () => {
  const { managed, clock } = program('console.error("no such table: notes"); process.exit(3)', {
    isReady: async () => false,
  })
  await managed.start()
  for (const delayMs of [1000, 2000, 3000]) {
    await statusIs(managed, 'restarting')
    clock.advance(delayMs)
  }
  await statusIs(managed, 'failed')
  const lines = managed.lastLines(100)
  expect(lines.filter((line) => line === 'no such table: notes')).toHaveLength(4)
  expect(lines.at(-1)).toBe('program exited with code 3')
})

test('a failed process comes back with a fresh count on restart', async () => {
  const { managed, clock, directory } = program(
    `if (!require('fs').existsSync('mended')) process.exit(1); setInterval(() => {}, 1000)`,
    { isReady: async () => existsSync(join(directoryOf(), 'mended')) },
  )
  function directoryOf() {
    return directory
  }
  await managed.start()
  for (const delayMs of [1000, 2000, 3000]) {
    await statusIs(managed, 'restarting')
    clock.advance(delayMs)
  }
  await statusIs(managed, 'failed')
  writeFileSync(join(directory, 'mended'), '')
  await managed.restart()
  await statusIs(managed, 'running')
  expect(managed.state().restarts).toBe(0)
})

test('a restart that is asked for again before it started is the same one, and a stop comes between two', async () => {
  const { managed } = program('setInterval(() => {}, 1000)')
  await managed.start()
  await statusIs(managed, 'running')
  const steps: string[] = []
  managed.onState(({ status }) => status !== 'running' && steps.push(status))
  await Promise.all([managed.restart(), managed.restart(), managed.restart()])
  expect(steps.splice(0)).toEqual(['starting'])
  await managed.restart()
  expect(steps.splice(0)).toEqual(['starting'])
  await Promise.all([managed.restart(), managed.stop(), managed.restart()])
  expect(steps).toEqual(['starting', 'stopped', 'starting'])
})

test('kill -9 brings it back, and takes what it had started with it', async () => {
  const { managed, clock, directory } = program(
    `const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
     require('fs').writeFileSync('child-' + process.pid, String(child.pid)); setInterval(() => {}, 1000)`,
  )
  await managed.start()
  await statusIs(managed, 'running')
  const { pid = 0 } = managed.state()
  const childFile = join(directory, `child-${pid}`)
  await vi.waitFor(() => expect(readFileSync(childFile, 'utf8')).not.toBe(''), { timeout: 10_000 })
  const grandchild = Number(readFileSync(childFile, 'utf8'))
  process.kill(pid, 'SIGKILL')
  await statusIs(managed, 'restarting')
  await vi.waitFor(() => expect(startTimeOf(grandchild)).toBeUndefined())
  clock.advance(1000)
  await statusIs(managed, 'running')
  expect(managed.state().pid).not.toBe(pid)
})

test('a process that ignores SIGTERM is killed after its grace', async () => {
  const { managed } = program(
    'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")',
  )
  await managed.start()
  await vi.waitFor(() => expect(managed.lastLines(1)).toEqual(['up']), { timeout: 10_000 })
  const { pid = 0 } = managed.state()
  await managed.stop()
  expect(startTimeOf(pid)).toBeUndefined()
})

test('a process that prints without end is stopped, and its log stays small', async () => {
  const { managed } = program(
    'const text = "xxxxxxxxxxxxxxx\\n".repeat(5000); (function loop() { process.stdout.write(text, loop) })()',
    { isReady: async () => false },
  )
  await managed.start()
  await statusIs(managed, 'restarting')
  expect(managed.lastLines(5).join('\n')).toContain('prints without end')
})

test('a command that does not exist is a crash like any other', async () => {
  const directory = temporaryDirectory()
  const managed = createManagedProcess({
    name: 'program',
    command: () => ({ file: join(directory, 'nothing'), args: [], cwd: directory, env: {} }),
    isReady: async () => false,
    tail: openTestTail(directory, 'program.log'),
    ledger: createProcessLedger(join(directory, 'children')),
    clock: createFakeClock(),
  })
  await managed.start()
  await statusIs(managed, 'restarting')
  expect(managed.lastLines(1)[0]).toContain('ENOENT')
  await managed.stop()
})

test('the next start ends what a killed run left, and nothing that only has the same pid', async () => {
  const { managed, children } = program('setInterval(() => {}, 1000)')
  await managed.start()
  await statusIs(managed, 'running')
  const { pid = 0 } = managed.state()
  writeFileSync(join(children, '1.json'), JSON.stringify({ name: 'other', pid: process.pid, startTime: '1' }))
  writeFileSync(join(children, '2.json'), '{"name": "half')
  expect(createProcessLedger(children).endLeftovers()).toEqual([`program (${pid})`])
  expect(readdirSync(children)).toEqual([])
  await vi.waitFor(() => expect(startTimeOf(pid)).toBeUndefined())
})
