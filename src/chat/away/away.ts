import type { ClientMessage } from '../../protocol/chat.ts'
import { keepInStep } from '../branches/keep-in-step.ts'
import type { Chat } from '../chat.ts'
import type { ConversationState } from '../conversation/conversation-state.ts'
import { offerNotifications } from './offer-notifications.ts'
import { clearNotifications, keepSubscription } from './push-subscription.ts'
import { createSavedChat } from './saved-chat.ts'

/**
 * What this device does for when nobody looks at it: it tells the server where the owner looks, keeps its subscription to
 * notifications, asks for them after the first finished task, and saves the newest messages for the offline page.
 */
export function startAway({ chat, send }: { chat: Chat; send: (message: ClientMessage) => boolean }): void {
  const saved = createSavedChat(() => localStorage, document.documentElement.lang)
  let told: string | null | undefined
  let stopWatching = () => {}

  const isOnline = () => chat.connection.getState().state.kind === 'online'
  const current = () => chat.active.store.getState().conversation
  // Only what is on this device's disk is kept, whatever happens to the page.
  const unsent = () =>
    chat.outbox.store.getState().items.filter(({ state }) => state !== 'accepted' && state !== 'saving')
      .length

  function tellWhereOwnerLooks(): void {
    const { isLooking } = chat.activity.store.getState()
    const id = isLooking ? (current()?.store.getState().id ?? null) : null
    if (id !== told && send({ type: 'chat:looking', conversationId: id })) told = id
    if (id !== null)
      clearNotifications(id).catch((error: unknown) => console.warn('Notifications stay shown.', error))
  }

  function save(state: ConversationState | undefined = current()?.store.getState()): void {
    const isSignedIn = chat.account.store.getState().kind === 'signed-in'
    if (isSignedIn && state?.isLoaded) saved.save(state, unsent(), isOnline())
  }

  function watchConversation(): void {
    stopWatching()
    const conversation = current()
    if (!conversation) return
    let before = conversation.store.getState()
    save(before)
    stopWatching = conversation.store.subscribe((state) => {
      const ended = state.turn === null ? before.turn?.messageId : undefined
      const hasChanged = state.messages !== before.messages && state.turn === null
      before = state
      if (hasChanged) save(state)
      const isDone = ended !== undefined && state.messages.get(ended)?.status === 'done'
      if (isDone) offerNotifications(chat)
    })
  }

  chat.connection.subscribe(({ state }) => {
    // A new socket is that of a device which looks nowhere yet.
    told = undefined
    if (state.kind === 'online') tellWhereOwnerLooks()
    save()
  })
  chat.activity.store.subscribe(tellWhereOwnerLooks)
  chat.active.store.subscribe(() => {
    tellWhereOwnerLooks()
    watchConversation()
  })
  chat.outbox.store.subscribe(() => save())
  chat.account.store.subscribe(({ kind }) => {
    if (kind === 'signed-in') void keepSubscription(chat.api)
    if (kind === 'login' || kind === 'claim') saved.forget()
  })
  tellWhereOwnerLooks()
  watchConversation()
  keepInStep(chat)
  void keepSubscription(chat.api)
}
