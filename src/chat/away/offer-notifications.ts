import type { Chat } from '../chat.ts'
import { NotificationCard } from './notification-card.tsx'
import { wasDecided } from './notification-decision.ts'
import { notificationState } from './push-subscription.ts'

/** Asks quietly, where the answer can be of use. */
export function offerNotifications(chat: Chat): void {
  if (wasDecided()) return
  void notificationState().then((state) => {
    if (state === 'off' || state === 'install') chat.card.setState({ Card: NotificationCard })
  })
}
