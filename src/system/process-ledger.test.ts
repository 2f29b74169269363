import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { startTimeOf } from './process-identity.ts'
import { createProcessLedger } from './process-ledger.ts'
import { temporaryDirectory } from './temporary-directory.test-kit.ts'

function startChild(env: Record<string, string>): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    env,
    detached: true,
    stdio: 'ignore',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  if (child.pid === undefined) throw new Error('The child was not started.')
  return child.pid
}
/** The environment of a process is its own only once its program runs. */
const runs = (pid: number) => vi.waitFor(() => expect(startTimeOf(pid)).toBeDefined())
const isGone = (pid: number) => vi.waitFor(() => expect(startTimeOf(pid)).toBeUndefined())

test('a child that was started and not yet written down is ended by the next start, one of another home is not', async () => {
  const directory = temporaryDirectory()
  const ledger = createProcessLedger(join(directory, 'children'))
  const other = createProcessLedger(join(directory, 'of-another'))
  const mine = startChild(ledger.environment)
  const theirs = startChild(other.environment)
  await Promise.all([runs(mine), runs(theirs)])
  const next = createProcessLedger(join(directory, 'children'))
  await vi.waitFor(() => expect(next.endLeftovers()).toEqual(['1 not written down']))
  await isGone(mine)
  expect(startTimeOf(theirs)).toBeDefined()
})

test('a child that was written down is ended with its group, and named', async () => {
  const children = join(temporaryDirectory(), 'children')
  const ledger = createProcessLedger(children)
  const pid = startChild(ledger.environment)
  await runs(pid)
  ledger.add('backend', pid)
  expect(createProcessLedger(children).endLeftovers()).toEqual([`backend (${pid})`])
  await isGone(pid)
  expect(createProcessLedger(children).endLeftovers()).toEqual([])
})
