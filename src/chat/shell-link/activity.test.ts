import { expect, it } from 'vitest'
import { createActivityReport } from './activity.ts'

it('the activity report tells each change once', () => {
  const told: unknown[] = []
  const activity = createActivityReport((now) => told.push(now))
  activity.set({ isWorking: true })
  activity.set({ isWorking: true })
  activity.set({ unread: 1 })
  activity.set({ isWorking: false, needsOwner: true })
  activity.set({ unread: 0 })
  expect(told).toEqual([
    { isWorking: true, needsOwner: false, unread: 0 },
    { isWorking: true, needsOwner: false, unread: 1 },
    { isWorking: false, needsOwner: true, unread: 1 },
    { isWorking: false, needsOwner: true, unread: 0 },
  ])
})
