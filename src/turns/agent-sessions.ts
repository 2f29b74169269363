import type { Agent, AgentEvent, AgentSession } from '../agents/agent.ts'
import { messageOf } from '../system/errors.ts'
import type { Log } from '../system/log.ts'

interface OpenSession {
  agent: Agent
  session: AgentSession
}

export interface AgentSessionsDeps {
  workspaceDir: string
  /** The engine's own id of the session that the conversation had with this agent. */
  resumes: (conversationId: string, agent: string) => string | undefined
  /** What a session says, in order, from when it was opened until it is closed. */
  onEvent: (conversationId: string, event: AgentEvent) => void
  /** A session that ended without having been closed. */
  onEnd: (conversationId: string, error: Error) => void
  log: Log
}

/** The open session of each conversation; another agent means another session. */
export function createAgentSessions(deps: AgentSessionsDeps) {
  const { log } = deps
  const sessions = new Map<string, OpenSession>()

  async function close(conversationId: string): Promise<void> {
    const open = sessions.get(conversationId)
    sessions.delete(conversationId)
    try {
      await open?.session.close()
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'A session did not close')
    }
  }

  async function read(conversationId: string, opened: OpenSession): Promise<void> {
    const isOpen = () => sessions.get(conversationId) === opened
    let reason = new Error('The agent’s session ended by itself.')
    try {
      for await (const event of opened.session.events) {
        if (!isOpen()) return
        deps.onEvent(conversationId, event)
      }
    } catch (error) {
      reason = error instanceof Error ? error : new Error(String(error))
    }
    if (!isOpen()) return
    sessions.delete(conversationId)
    deps.onEnd(conversationId, reason)
  }

  return {
    open(conversationId: string, agent: Agent): AgentSession {
      const known = sessions.get(conversationId)
      if (known?.agent === agent) return known.session
      void close(conversationId)
      const resumes = deps.resumes(conversationId, agent.name)
      const session = agent.open({
        conversationId,
        workspaceDir: deps.workspaceDir,
        ...(resumes !== undefined && { resumes }),
      })
      const opened = { agent, session }
      sessions.set(conversationId, opened)
      void read(conversationId, opened)
      return session
    },
    find: (conversationId: string): OpenSession | undefined => sessions.get(conversationId),
    close,
    closeAll: async () => void (await Promise.all([...sessions.keys()].map(close))),
  }
}
