import { expect, test } from 'vitest'
import { createFakeClock } from './fake-clock.test-kit.ts'
import { createRestartPolicy } from './restart-policy.ts'

test('three crashes in a row are restarted after 1, 2 and 3 s, the fourth is not', () => {
  const policy = createRestartPolicy(createFakeClock())
  const delays = [1, 2, 3, 4].map(() => {
    policy.started()
    return policy.crashed()
  })
  expect(delays).toEqual([1000, 2000, 3000, undefined])
})

test('the count begins anew once the process has lived 30 s', () => {
  const clock = createFakeClock()
  const policy = createRestartPolicy(clock)
  policy.started()
  policy.crashed()
  policy.started()
  clock.advance(29_999)
  expect(policy.crashed()).toBe(2000)
  policy.started()
  clock.advance(30_000)
  expect(policy.crashed()).toBe(1000)
})

test('a reset gives a process that was given up its three restarts back', () => {
  const policy = createRestartPolicy(createFakeClock())
  for (let crash = 0; crash < 4; crash++) policy.crashed()
  policy.reset()
  expect(policy.crashed()).toBe(1000)
})
