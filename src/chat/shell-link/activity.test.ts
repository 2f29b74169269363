import { describe, expect, it } from 'vitest'
import { createActivityReport } from './activity.ts'

describe('activity report', () => {
  it('counts answers as unread only while nobody looks, and tells each change once', () => {
    const told: unknown[] = []
    const activity = createActivityReport((now) => told.push(now))
    activity.answered()
    activity.looking(false)
    activity.set({ isWorking: true })
    activity.set({ isWorking: true })
    activity.answered()
    activity.set({ isWorking: false, needsOwner: true })
    activity.looking(true)
    expect(told).toEqual([
      { isWorking: true, needsOwner: false, unread: 0 },
      { isWorking: true, needsOwner: false, unread: 1 },
      { isWorking: false, needsOwner: true, unread: 1 },
      { isWorking: false, needsOwner: true, unread: 0 },
    ])
  })
})
