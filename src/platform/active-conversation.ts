import type { ApiDeps } from './api-deps.ts'

/** The conversation that all devices show. It lives in the settings; devices are told when it becomes another one. */
export function createActiveConversation({
  settings,
  conversations,
  broadcast,
}: Pick<ApiDeps, 'settings' | 'conversations' | 'broadcast'>) {
  function change(conversationId: string | null): void {
    settings.set('activeConversationId', conversationId)
    broadcast({ type: 'chat:cleared', conversationId })
  }

  return {
    /** Null when there is none, or it was deleted. */
    current(): string | null {
      const id = settings.get('activeConversationId')
      return id && conversations.find(id) ? id : null
    },
    /** @throws AppError `not-found` */
    set(id: string): void {
      conversations.require(id)
      change(id)
    },
    clear(): void {
      change(null)
    },
  }
}
