import type { PushPayload } from '../../protocol/push.ts'

/** Shows it, in the place of an earlier one of the same `tag`, and says on the app's icon how many there are. */
export async function showNotification(
  registration: ServiceWorkerRegistration,
  { title, body, conversationId, tag }: PushPayload,
): Promise<void> {
  const options: NotificationOptions & { renotify?: boolean } = {
    body,
    icon: '/icon-192.png',
    badge: '/notification-badge.png',
    data: { conversationId },
    ...(tag !== undefined && { tag, renotify: true }),
  }
  await registration.showNotification(title, options)
  const shown = await registration.getNotifications()
  await navigator.setAppBadge?.(shown.length)
}

/** The shell with the chat open, at this conversation when there is one: the window that is there, or a new one. */
export async function openChat(clients: Clients, conversationId: string | undefined): Promise<void> {
  const id = conversationId ?? ''
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  const shell = windows.find(
    ({ frameType, url }) => frameType === 'top-level' && !new URL(url).pathname.startsWith('/bloby/'),
  )
  if (shell === undefined) {
    await clients.openWindow(`/#conversation=${encodeURIComponent(id)}`)
    return
  }
  shell.postMessage({ type: 'bloby:conversation', id })
  await shell.focus()
}

/** The browser gave the device another address. Without a connection now, the chat does this when it is opened next. */
export async function subscribeAgain(registration: ServiceWorkerRegistration): Promise<void> {
  const { key } = await (await fetch('/api/push/key')).json()
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  })
  const { endpoint, keys } = subscription.toJSON()
  await fetch('/api/push/subscribe', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, keys }),
  })
}
