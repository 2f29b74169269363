import type { Agent, AgentEvent, AgentSession } from '../agents/agent.ts'
import { messageOf } from '../system/errors.ts'
import type { Log } from '../system/log.ts'

interface OpenSession {
  agent: Agent
  session: AgentSession
  /** One iterator for the whole session: a turn reads on where the last one ended. */
  events: AsyncIterator<AgentEvent>
}

/** The open session of each conversation; another agent means another session. */
export function createAgentSessions(workspaceDir: string, log: Log) {
  const sessions = new Map<string, OpenSession>()

  function close(conversationId: string) {
    const open = sessions.get(conversationId)
    sessions.delete(conversationId)
    open?.session.close().catch((error) => log.warn({ error: messageOf(error) }, 'A session did not close'))
  }

  return {
    open(conversationId: string, agent: Agent): OpenSession {
      const known = sessions.get(conversationId)
      if (known?.agent === agent) return known
      close(conversationId)
      const session = agent.open({ conversationId, workspaceDir })
      const opened = { agent, session, events: session.events[Symbol.asyncIterator]() }
      sessions.set(conversationId, opened)
      return opened
    },
    find: (conversationId: string): AgentSession | undefined => sessions.get(conversationId)?.session,
    close,
    closeAll() {
      for (const conversationId of [...sessions.keys()]) close(conversationId)
    },
  }
}
