import { createHash } from 'node:crypto'
import webPush from 'web-push'
import type { PushPayload, PushSendAnswer } from '../../protocol/push.ts'
import type { PushSubscription, PushSubscriptions } from '../store/push-subscriptions.ts'
import type { PushNetwork } from './push-network.ts'
import type { VapidKeys } from './vapid-keys.ts'

export interface PushMessage {
  /** The name of the agent unless told. */
  title?: string
  body: string
  /** The conversation that a click opens. */
  conversationId?: string
  /** A later message about the same takes the place of this one, on the device and at the push service. */
  about?: string
  /** The owner is waited for: wakes a phone that saves power. */
  isUrgent?: boolean
}

export interface Push {
  /** For `pushManager.subscribe`. */
  readonly publicKey: string
  /** Sends to every device that wants notifications and is not looking. Never rejects: failures are logged and counted. */
  send(message: PushMessage): Promise<PushSendAnswer>
  /** @throws AppError `invalid` for an endpoint that is no public push service */
  subscribe(subscription: PushSubscription): void
  unsubscribe(sessionId: string, endpoint: string): void
  status(sessionId: string): { devices: number; isSubscribed: boolean }
}

export interface PushDeps {
  subscriptions: PushSubscriptions
  keys: VapidKeys
  network: PushNetwork
  /** Whether the owner sees this conversation, or the chat when none is named, on the device of this session now. */
  isLooking(sessionId: string, conversationId?: string): boolean
  /** pino fits. */
  log: { warn(fields: object, message: string): void }
}

/** What push services are told of who sends (RFC 8292, 2.1): some refuse a sender that names no contact. */
const contact = 'mailto:push@example.org'
const ttlSeconds = 24 * 60 * 60
const timeoutMs = 15_000
/** A push service takes 4096 bytes (RFC 8030, 7.2), of which encryption needs 103; so many characters of JSON always fit. */
const mostTitle = 80
const mostBody = 400

/** Notifications for the owner's devices. */
export function createPush({ subscriptions, keys, network, isLooking, log }: PushDeps): Push {
  async function sendTo(
    { endpoint, p256dh, auth }: PushSubscription,
    payload: string,
    { about, isUrgent = false }: PushMessage,
  ): Promise<keyof PushSendAnswer> {
    try {
      await webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, payload, {
        vapidDetails: { subject: contact, ...keys },
        agent: network.agent,
        contentEncoding: 'aes128gcm',
        TTL: ttlSeconds,
        urgency: isUrgent ? 'high' : 'normal',
        timeout: timeoutMs,
        ...(about !== undefined && { topic: topicOf(about) }),
      })
      return 'sent'
    } catch (error) {
      const status = error instanceof webPush.WebPushError ? error.statusCode : undefined
      const isGone = status === 404 || status === 410
      if (isGone) subscriptions.remove(endpoint)
      // The path of an endpoint is its secret, and errors repeat it.
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      const fields = { service: new URL(endpoint).host, ...(status ? { status } : { code }) }
      log.warn(fields, isGone ? 'A device takes no notifications any more' : 'A notification was not taken')
      return isGone ? 'removed' : 'failed'
    }
  }

  return {
    publicKey: keys.publicKey,
    async send(message) {
      const payload = JSON.stringify(payloadOf(message))
      const away = subscriptions
        .list()
        .filter(({ sessionId }) => !isLooking(sessionId, message.conversationId))
      const answer: PushSendAnswer = { sent: 0, removed: 0, failed: 0 }
      for (const outcome of await Promise.all(away.map((each) => sendTo(each, payload, message))))
        answer[outcome] += 1
      return answer
    },
    subscribe: (subscription) =>
      subscriptions.set({ ...subscription, endpoint: network.endpoint(subscription.endpoint) }),
    unsubscribe: (sessionId, endpoint) => subscriptions.removeOwn(sessionId, network.endpoint(endpoint)),
    status(sessionId) {
      const all = subscriptions.list()
      return { devices: all.length, isSubscribed: all.some((each) => each.sessionId === sessionId) }
    },
  }
}

function payloadOf({ title, body, conversationId, about }: PushMessage): PushPayload {
  return {
    title: shorten(title || 'Bloby', mostTitle),
    body: shorten(body, mostBody),
    ...(conversationId !== undefined && { conversationId }),
    ...(about !== undefined && { tag: about }),
  }
}

/** Cuts between code points; control characters, which JSON writes with six bytes, become spaces. */
function shorten(text: string, most: number): string {
  const points = [...text.toWellFormed().replaceAll(/\p{Cc}+/gu, (run) => (run.includes('\n') ? '\n' : ' '))]
  return points.length <= most ? points.join('') : `${points.slice(0, most - 1).join('')}…`
}

/** At most 32 characters of base64url (RFC 8030, 5.4), which tell the push service nothing. */
function topicOf(about: string): string {
  return createHash('sha256').update(about).digest('base64url').slice(0, 32)
}
