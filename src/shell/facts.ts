import { conversationsAnswer, sessionsAnswer, systemAnswer, validateAnswer } from '../protocol/api.ts'
import type { Api } from './api.ts'
import type { Facts } from './app-context.ts'

/** Asks the platform for what the app is told. Throws what the API throws. */
export async function readFacts(
  api: Api,
): Promise<Pick<Facts, 'system' | 'ownerName' | 'devices' | 'hasConversation'>> {
  const [system, owner, { sessions }, { conversations }] = await Promise.all([
    api('GET', '/api/system', systemAnswer),
    api('GET', '/api/portal/validate-token', validateAnswer),
    api('GET', '/api/portal/sessions', sessionsAnswer),
    api('GET', '/api/conversations?limit=1', conversationsAnswer),
  ])
  return {
    system,
    ownerName: owner.name,
    devices: sessions.length,
    hasConversation: conversations.length > 0,
  }
}
