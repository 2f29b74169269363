import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createReachability, type Reach } from './reachability.ts'

let isAnswering = true
let isHidden = false
let asked = 0
const seen: Reach[] = []
const reachability = () =>
  createReachability({
    ask: async () => {
      asked++
      return isAnswering
    },
    isHidden: () => isHidden,
    now: Date.now,
    onChange: (reach) => void seen.push(reach),
  })
const last = () => seen.at(-1)
const pass = (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000)

beforeEach(() => {
  vi.useFakeTimers()
  isAnswering = true
  isHidden = false
  asked = 0
  seen.length = 0
})
afterEach(() => {
  vi.useRealTimers()
})

it('asks nothing while the chat’s socket is open', async () => {
  const watch = reachability()
  watch.start()
  watch.chatSays(true)
  await pass(600)
  expect(asked).toBe(0)
  expect(watch.reach.isReachable).toBe(true)
  watch.stop()
})

it('asks by itself, and seldom, where the chat is not there to tell', async () => {
  const watch = reachability()
  watch.start()
  await pass(60)
  expect(asked).toBe(4)
  isHidden = true
  await pass(600)
  expect(asked).toBe(4)
  watch.stop()
})

it('takes one answer missing for a restart, and the second for an absence that it counts down', async () => {
  const watch = reachability()
  watch.start()
  watch.chatSays(true)
  isAnswering = false
  watch.chatSays(false)
  await pass(0)
  expect(watch.reach.isReachable).toBe(true)
  await pass(2)
  const lostAt = Date.now()
  expect(last()).toMatchObject({ isReachable: false, seenAt: lostAt - 2_000, checkAt: lostAt + 4_000 })
  await pass(3)
  expect(last()?.checkAt).toBe(lostAt + 4_000)
  await pass(600)
  expect(asked).toBeLessThan(50)
  isAnswering = true
  await pass(16)
  expect(last()).toMatchObject({ isReachable: true })
  watch.stop()
})

it('knows of a return at once when the chat says so, or when somebody looks', async () => {
  const watch = reachability()
  watch.start()
  watch.chatSays(true)
  isAnswering = false
  watch.chatSays(false)
  await pass(10)
  expect(watch.reach.isReachable).toBe(false)
  isAnswering = true
  watch.checkNow()
  await pass(0)
  expect(watch.reach.isReachable).toBe(true)

  isAnswering = false
  watch.chatSays(false)
  await pass(30)
  expect(watch.reach.isReachable).toBe(false)
  watch.chatSays(true)
  expect(watch.reach).toMatchObject({ isReachable: true, checkAt: undefined })
  watch.stop()
})
