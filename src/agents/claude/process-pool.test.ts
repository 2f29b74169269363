import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createProcessPool, type PoolMember } from './process-pool.ts'

function member(name: string, log: string[]): PoolMember & { isAtWork: boolean } {
  const self = { isAtWork: false, isBusy: () => self.isAtWork, rest: () => void log.push(name) }
  return self
}
const never = new AbortController().signal
const nothing = () => {}

test('the one that was used least recently makes room', async () => {
  const rested: string[] = []
  const pool = createProcessPool(2)
  const a = member('a', rested)
  const b = member('b', rested)
  const c = member('c', rested)
  await pool.enter(a, never, nothing)
  await pool.enter(b, never, nothing)
  await pool.enter(a, never, nothing)
  await pool.enter(c, never, nothing)
  expect(rested).toEqual(['b'])
})

test('who is at work is left alone, and a newcomer waits until a turn is over', async () => {
  const rested: string[] = []
  const pool = createProcessPool(1)
  const a = member('a', rested)
  const b = member('b', rested)
  await pool.enter(a, never, nothing)
  a.isAtWork = true
  expect(pool.tryEnter(b)).toBe(false)
  const told: string[] = []
  let isIn = false
  const entering = pool
    .enter(b, never, () => told.push('waits'))
    .then(() => {
      isIn = true
    })
  await setImmediate()
  expect([isIn, told, rested]).toEqual([false, ['waits'], []])
  a.isAtWork = false
  pool.settle()
  await entering
  expect([isIn, told, rested]).toEqual([true, ['waits'], ['a']])
})

test('a wait ends when the turn is stopped', async () => {
  const pool = createProcessPool(1)
  const a = member('a', [])
  const b = member('b', [])
  a.isAtWork = true
  await pool.enter(a, never, nothing)
  const stop = new AbortController()
  const entering = pool.enter(b, stop.signal, nothing)
  stop.abort()
  await expect(entering).rejects.toThrow()
  pool.leave(a)
  expect(pool.tryEnter(b)).toBe(true)
})
