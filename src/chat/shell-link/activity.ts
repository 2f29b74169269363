import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FromChat } from '../../protocol/frames.ts'

type Activity = Omit<Extract<FromChat, { type: 'bloby:activity' }>, 'type'>

export interface ActivityReport {
  /** Whether the owner can see the chat. */
  readonly store: StoreApi<{ isLooking: boolean }>
  set(changes: Partial<Activity>): void
  /** Whether the owner can see the chat: the panel is open and the tab is shown. */
  looking(isLooking: boolean): void
}

/** What the bubble shows of the chat; each change is reported once. */
export function createActivityReport(report: (activity: Activity) => void): ActivityReport {
  let activity: Activity = { isWorking: false, needsOwner: false, unread: 0 }
  const store = createStore(() => ({ isLooking: true }))

  return {
    store,
    set(changes) {
      const next = { ...activity, ...changes }
      const isSame =
        next.isWorking === activity.isWorking &&
        next.needsOwner === activity.needsOwner &&
        next.unread === activity.unread
      if (isSame) return
      activity = next
      report(activity)
    },
    looking: (isLooking) => store.setState({ isLooking }),
  }
}
