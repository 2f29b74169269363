import type { PushPayload } from '../../protocol/push.ts'
import { openChat, showNotification, subscribeAgain } from './notifications.ts'
import { answerPage, cachedAsset, forgetOldPages, keepOfflinePage, offlineFile } from './pages.ts'

declare const self: ServiceWorkerGlobalScope

/**
 * The service worker of shell and chat: pages from the network, or the offline page; files whose names hold a hash from the cache;
 * notifications. It never reloads a page: an open one goes on with what it has.
 */
const notOurs = /^\/(@|(api|app|src|node_modules|bloby\/ws)(\/|$))/
const hashed = /^\/(bloby|shell)\/([a-z]{2}\/)?assets\//

self.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([keepOfflinePage(), self.skipWaiting()]))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([forgetOldPages(), self.clients.claim()]))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || notOurs.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(answerPage(request))
  else if (hashed.test(pathname)) event.respondWith(cachedAsset(request))
  else {
    const file = offlineFile(pathname)
    if (file) event.respondWith(file.then((kept) => kept ?? fetch(request)))
  }
})

self.addEventListener('push', (event) => {
  const payload: PushPayload | undefined = event.data?.json()
  if (payload) event.waitUntil(showNotification(self.registration, payload))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openChat(self.clients, event.notification.data?.conversationId))
})

self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(subscribeAgain(self.registration))
})
