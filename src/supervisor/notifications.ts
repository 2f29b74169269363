import type { DatabaseSync } from 'node:sqlite'
import { createPush, type Push } from '../platform/push/push.ts'
import { createPushNetwork, type PushNetworkOptions } from '../platform/push/push-network.ts'
import { openVapidKeys } from '../platform/push/vapid-keys.ts'
import { createPushSubscriptions } from '../platform/store/push-subscriptions.ts'
import type { Problem, ServerMessage } from '../protocol/chat.ts'
import type { Clock } from '../system/clock.ts'
import type { Log } from '../system/log.ts'
import type { Paths } from '../system/paths.ts'
import type { ChatSocket } from './chat-socket.ts'
import { createPushNews, type PushNewsDeps } from './push-news.ts'

export interface NotificationsDeps extends Pick<PushNewsDeps, 'turns' | 'conversations' | 'language'> {
  db: DatabaseSync
  paths: Paths
  network: PushNetworkOptions | undefined
  isLooking: ChatSocket['isLooking']
  clock: Clock
  log: Log
}

/** What devices are told while nobody looks at them. `hear` takes everything that is said to the chat. */
export function createNotifications(deps: NotificationsDeps): {
  push: Push
  hear(message: ServerMessage): void
  problem: Problem | undefined
} {
  const { isLooking, clock, log } = deps
  const { keys, problem } = openVapidKeys(deps.paths.vapid, clock.now())
  const push = createPush({
    subscriptions: createPushSubscriptions(deps),
    keys,
    network: createPushNetwork(deps.network),
    isLooking: (sessionId, conversationId) =>
      isLooking({ sessionId, ...(conversationId !== undefined && { conversationId }) }),
    log,
  })
  if (problem !== undefined) log.warn(problem)
  return {
    push,
    hear: createPushNews({
      ...deps,
      push,
      isAnyoneLooking: (conversationId) => isLooking({ conversationId }),
    }),
    problem:
      problem === undefined ? undefined : { id: 'vapid', title: 'vapid.json was damaged', detail: problem },
  }
}
