import * as v from 'valibot'
import { conversation } from '../../protocol/chat.ts'
import { createActiveConversation } from '../active-conversation.ts'
import type { ApiDeps } from '../api-deps.ts'
import { wholeNumber } from '../api-request.ts'
import { type ApiRoute, apiRoute } from '../api-route.ts'
import { exportConversation, exportFormats } from './export-conversation.ts'

const title = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(200, 'must have at most 200 characters'),
)
const newConversation = v.strictObject({ id: v.optional(conversation.entries.id), title: v.optional(title) })
const listQuery = v.strictObject({
  query: v.optional(v.pipe(v.string(), v.maxLength(200, 'must have at most 200 characters'))),
  cursor: v.optional(v.string()),
  limit: v.optional(wholeNumber(1, 100)),
})
const messagesQuery = v.strictObject({
  before: v.optional(v.string()),
  after: v.optional(v.string()),
  around: v.optional(conversation.entries.id),
  limit: v.optional(wholeNumber(1, 200)),
})

type Deps = Pick<
  ApiDeps,
  | 'branches'
  | 'conversations'
  | 'messages'
  | 'settings'
  | 'broadcast'
  | 'stopConversation'
  | 'resumeConversation'
>

export function conversationRoutes(deps: Deps): ApiRoute[] {
  const { branches, conversations, messages, broadcast, stopConversation } = deps
  const active = createActiveConversation(deps)

  /** Each of a family says how many there are. */
  function announceRelatives(id: string): void {
    for (const conversation of conversations.family(id))
      if (conversation.id !== id) broadcast({ type: 'chat:conversation-changed', conversation })
  }

  return [
    apiRoute({
      method: 'GET',
      path: '/api/conversations',
      access: 'session',
      query: listQuery,
      handle: ({ query }) => conversations.list(query),
    }),
    apiRoute({
      method: 'POST',
      path: '/api/conversations',
      access: 'session',
      body: newConversation,
      status: 201,
      handle({ body }) {
        const created = conversations.create(body)
        broadcast({ type: 'chat:conversation-created', conversation: created })
        return created
      },
    }),
    apiRoute({
      method: 'GET',
      path: '/api/conversations/:id',
      access: 'session',
      handle: ({ params }) => conversations.require(params.id ?? ''),
    }),
    apiRoute({
      method: 'PATCH',
      path: '/api/conversations/:id',
      access: 'session',
      body: v.strictObject({ title }),
      handle({ params, body }) {
        const renamed = conversations.rename(params.id ?? '', body.title)
        broadcast({ type: 'chat:conversation-changed', conversation: renamed })
        return renamed
      },
    }),
    apiRoute({
      method: 'DELETE',
      path: '/api/conversations/:id',
      access: 'session',
      query: v.strictObject({ scope: v.optional(v.picklist(['one', 'family']), 'one') }),
      handle({ params, query }) {
        const wanted = conversations.require(params.id ?? '')
        const removed = query.scope === 'family' ? conversations.family(wanted.id) : [wanted]
        const current = active.current()
        for (const { id } of removed) {
          stopConversation(id)
          conversations.remove(id)
          broadcast({ type: 'chat:conversation-deleted', conversationId: id })
        }
        if (removed.some(({ id }) => id === current)) active.clear()
        announceRelatives(wanted.id)
        return { deleted: removed.map(({ id }) => id) }
      },
    }),
    apiRoute({
      method: 'POST',
      path: '/api/conversations/:id/restore',
      access: 'session',
      handle({ params }) {
        const restored = conversations.restore(params.id ?? '')
        broadcast({ type: 'chat:conversation-created', conversation: restored })
        announceRelatives(restored.id)
        deps.resumeConversation(restored.id)
        return restored
      },
    }),
    apiRoute({
      method: 'GET',
      path: '/api/conversations/:id/branches',
      access: 'session',
      handle({ params }) {
        const { id, family } = conversations.require(params.id ?? '')
        return { places: family ? branches.placesOf(id, family.id) : [] }
      },
    }),
    apiRoute({
      method: 'GET',
      path: '/api/conversations/:id/export',
      access: 'session',
      query: v.strictObject({ format: v.optional(v.picklist(exportFormats), 'markdown') }),
      handle: ({ params, query }) =>
        exportConversation(conversations.require(params.id ?? ''), messages, query.format),
    }),
    apiRoute({
      method: 'GET',
      path: '/api/conversations/:id/messages',
      access: 'session',
      query: messagesQuery,
      handle({ params, query }) {
        const { id } = conversations.require(params.id ?? '')
        const { around, after, ...rest } = query
        if (around !== undefined)
          return messages.pageAround({ conversationId: id, around, limit: query.limit })
        if (after !== undefined) return messages.pageAfter({ conversationId: id, after, limit: query.limit })
        return messages.page({ conversationId: id, ...rest })
      },
    }),
  ]
}
