import * as v from 'valibot'
import { conversation } from '../../protocol/chat.ts'
import { createActiveConversation } from '../active-conversation.ts'
import type { ApiDeps } from '../api-deps.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'

/** Which conversation is active on all devices. */
export function contextRoutes(deps: Pick<ApiDeps, 'settings' | 'conversations' | 'broadcast'>): ApiRoute[] {
  const active = createActiveConversation(deps)
  const current = () => ({ conversationId: active.current() })

  return [
    apiRoute({ method: 'GET', path: '/api/context/current', access: 'session', handle: current }),
    apiRoute({
      method: 'POST',
      path: '/api/context/set',
      access: 'session',
      body: v.strictObject({ conversationId: conversation.entries.id }),
      handle({ body }) {
        active.set(body.conversationId)
        return current()
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/context/clear',
      access: 'session',
      handle() {
        active.clear()
        return current()
      },
    }),
  ]
}
