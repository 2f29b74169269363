import { expect, it } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

/** Work whose runs end when they are told to. */
function work() {
  const runs: (() => void)[] = []
  const run = oneAtATime(() => new Promise<void>((resolve) => runs.push(resolve)))
  return { runs, run }
}

it('runs once more after the run that is under way, for all who asked meanwhile', async () => {
  const { runs, run } = work()
  const first = run()
  const others = [run(), run(), run()]
  expect(runs).toHaveLength(1)
  runs[0]?.()
  await first
  await Promise.resolve()
  expect(runs).toHaveLength(2)
  runs[1]?.()
  await Promise.all(others)
  expect(runs).toHaveLength(2)
})

it('runs at once when nothing is under way', async () => {
  const { runs, run } = work()
  for (const count of [1, 2, 3]) {
    const done = run()
    expect(runs).toHaveLength(count)
    runs[count - 1]?.()
    await done
  }
})

it('goes on after a run that failed', async () => {
  let count = 0
  const run = oneAtATime(async () => {
    if (++count === 1) throw new Error('no')
  })
  const first = run()
  const second = run()
  await expect(first).rejects.toThrow('no')
  await second
  expect(count).toBe(2)
})
