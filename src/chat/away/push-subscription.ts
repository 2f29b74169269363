import { pushKeyAnswer } from '../../protocol/push.ts'
import type { Api } from '../api/api-client.ts'

/**
 * What this device can do about notifications: `install` on an iPhone or iPad, where only an installed app gets them; `none` where the
 * browser has none, or the page did not come by https.
 */
export type NotificationState = 'on' | 'off' | 'blocked' | 'install' | 'none'

export async function notificationState(): Promise<NotificationState> {
  if (!canSubscribe()) return isIosInBrowser() ? 'install' : 'none'
  if (Notification.permission === 'denied') return 'blocked'
  if (Notification.permission === 'default') return 'off'
  return (await currentSubscription()) ? 'on' : 'off'
}

/** Asks for permission, unless it is there, and subscribes. Must be called at a press of the owner's. Throws an `ApiError`. */
export async function turnOn(api: Api): Promise<void> {
  if ((await Notification.requestPermission()) === 'granted') await subscribe(api)
}

export async function turnOff(api: Api): Promise<void> {
  const subscription = await currentSubscription()
  if (subscription) {
    await api.post('/api/push/unsubscribe', { endpoint: subscription.endpoint })
    await subscription.unsubscribe()
  }
}

/** Tells the server again where this device takes notifications: its session, the server's key or the address may be new. */
export async function keepSubscription(api: Api): Promise<void> {
  if (!canSubscribe() || Notification.permission !== 'granted') return
  try {
    if (await currentSubscription()) await subscribe(api)
  } catch (error) {
    console.warn('This device could not be subscribed to notifications again.', error)
  }
}

/** What the owner reads now needs no notification any more. */
export async function clearNotifications(conversationId: string): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration('/')
  for (const notification of (await registration?.getNotifications()) ?? [])
    if (notification.data?.conversationId === conversationId) notification.close()
}

async function subscribe(api: Api): Promise<void> {
  const { key } = await api.get('/api/push/key', pushKeyAnswer)
  const { pushManager } = await registered()
  const known = await pushManager.getSubscription()
  const isSameKey = known !== null && keyOf(known) === key
  if (known && !isSameKey) await known.unsubscribe()
  const subscription =
    known && isSameKey
      ? known
      : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  const { endpoint, keys } = subscription.toJSON()
  await api.post('/api/push/subscribe', { endpoint, keys: { p256dh: keys?.p256dh, auth: keys?.auth } })
}

/** In base64url, as the server says it. */
function keyOf({ options }: PushSubscription): string {
  const bytes = String.fromCharCode(...new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0)))
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

async function currentSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/')
  return (await registration?.pushManager.getSubscription()) ?? null
}

/** The shell registers it too; a chat that is opened without one does it here. */
async function registered(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
  return await navigator.serviceWorker.ready
}

function canSubscribe(): boolean {
  return 'Notification' in window && 'PushManager' in window && 'serviceWorker' in navigator
}

export function isInstalled(): boolean {
  return (
    matchMedia('(display-mode: standalone)').matches || ('standalone' in navigator && !!navigator.standalone)
  )
}

/** An iPad says that it is a Mac, which has no touch screen. */
export function isIos(): boolean {
  return (
    /iPhone|iPad/.test(navigator.userAgent) ||
    (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  )
}

function isIosInBrowser(): boolean {
  return isIos() && !isInstalled()
}
