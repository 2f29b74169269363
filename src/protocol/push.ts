import * as v from 'valibot'

/** Notifications of the browser (Push API, RFC 8030): how a device subscribes, and what its service worker is sent. */

/** base64url without padding, of exactly so many bytes. */
function bytes(count: number) {
  const characters = Math.ceil((count * 4) / 3)
  return v.pipe(
    v.string(),
    v.regex(new RegExp(`^[A-Za-z0-9_-]{${characters}}$`), `must be ${count} bytes in base64url`),
  )
}

const endpoint = v.pipe(v.string(), v.url('must be an address'), v.maxLength(2000, 'is too long'))

/** The parts of `PushSubscription.toJSON()` that matter: a point of P-256, uncompressed, and a secret of 16 bytes. */
export const pushSubscribeBody = v.strictObject({
  endpoint,
  keys: v.strictObject({ p256dh: bytes(65), auth: bytes(16) }),
})
export const pushUnsubscribeBody = v.strictObject({ endpoint })

export const pushSendBody = v.strictObject({
  title: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
  body: v.pipe(v.string(), v.trim(), v.minLength(1, 'is empty'), v.maxLength(2000)),
  conversationId: v.optional(v.pipe(v.string(), v.maxLength(64))),
})

/** The public half of the VAPID key, base64url: what `pushManager.subscribe` takes as `applicationServerKey`. */
export const pushKeyAnswer = v.object({ key: v.string() })

/** `isSubscribed`: whether the device that asks is one of them. */
export const pushStatusAnswer = v.object({ devices: v.number(), isSubscribed: v.boolean() })

export const pushSendAnswer = v.object({ sent: v.number(), removed: v.number(), failed: v.number() })
export type PushSendAnswer = v.InferOutput<typeof pushSendAnswer>

/** What the service worker gets, as JSON. A notification takes the place of one with the same `tag`. */
export interface PushPayload {
  title: string
  body: string
  conversationId?: string
  tag?: string
}
