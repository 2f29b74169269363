import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FromChat } from '../../protocol/frames.ts'

type Activity = Omit<Extract<FromChat, { type: 'bloby:activity' }>, 'type'>

export interface ActivityReport {
  /** Whether the owner can see the chat. */
  readonly store: StoreApi<{ isLooking: boolean }>
  set(changes: Partial<Omit<Activity, 'unread'>>): void
  /** An answer was finished. */
  answered(): void
  /** Whether the owner can see the chat: the panel is open and the tab is shown. */
  looking(isLooking: boolean): void
}

/** What the bubble shows of the chat. Answers that end while nobody looks are unread until someone does. */
export function createActivityReport(report: (activity: Activity) => void): ActivityReport {
  let activity: Activity = { isWorking: false, needsOwner: false, unread: 0 }
  const store = createStore(() => ({ isLooking: true }))

  function change(changes: Partial<Activity>) {
    const next = { ...activity, ...changes }
    const isSame =
      next.isWorking === activity.isWorking &&
      next.needsOwner === activity.needsOwner &&
      next.unread === activity.unread
    if (isSame) return
    activity = next
    report(activity)
  }

  return {
    store,
    set: change,
    answered() {
      if (!store.getState().isLooking) change({ unread: activity.unread + 1 })
    },
    looking(now) {
      store.setState({ isLooking: now })
      if (now) change({ unread: 0 })
    },
  }
}
