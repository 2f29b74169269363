import { pushSendBody, pushSubscribeBody, pushUnsubscribeBody } from '../../protocol/push.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** Notifications: the key to subscribe with, the device's subscription, and a way for scripts to send one. */
export function pushRoutes({ push }: Pick<ApiDeps, 'push'>): ApiRoute[] {
  return [
    apiRoute({
      method: 'GET',
      path: '/api/push/key',
      access: 'session',
      handle: () => ({ key: push.publicKey }),
    }),
    apiRoute({
      method: 'GET',
      path: '/api/push/status',
      access: 'session',
      handle: ({ session }) => push.status(session.id),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/push/subscribe',
      access: 'session',
      body: pushSubscribeBody,
      handle({ body, session }) {
        push.subscribe({ sessionId: session.id, endpoint: body.endpoint, ...body.keys })
        return push.status(session.id)
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/push/unsubscribe',
      access: 'session',
      body: pushUnsubscribeBody,
      handle({ body, session }) {
        push.unsubscribe(session.id, body.endpoint)
        return push.status(session.id)
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/push/send',
      access: 'session',
      body: pushSendBody,
      handle: ({ body: { title, body, conversationId } }) =>
        push.send({ body, ...(title && { title }), ...(conversationId && { conversationId }) }),
    }),
  ]
}
