import type { Agent } from '../agent.ts'
import type { ClaudeProvider } from './claude-provider.ts'
import { type ClaudeSessionDeps, openClaudeSession } from './claude-session.ts'
import { createProcessPool } from './process-pool.ts'

/** How many programs of the engine run at once. */
const mostProcesses = 3

export interface ClaudeAgentsDeps extends Omit<ClaudeSessionDeps, 'provider' | 'pool'> {
  provider: (kind: ClaudeProvider['kind']) => ClaudeProvider
}

/**
 * The Claude engine as one agent for each kind of provider. A conversation has a session of its own with each, since what one
 * provider's model thought is not always accepted by another's; the programs of all come from one pool.
 */
export function createClaudeAgents(deps: ClaudeAgentsDeps): Record<ClaudeProvider['kind'], Agent> {
  const pool = createProcessPool(mostProcesses)
  const agentFor = (kind: ClaudeProvider['kind']): Agent => ({
    name: `claude-${kind}`,
    open: (request) => openClaudeSession({ ...deps, pool, provider: () => deps.provider(kind) }, request),
  })
  return {
    anthropic: agentFor('anthropic'),
    ollama: agentFor('ollama'),
    compatible: agentFor('compatible'),
  }
}
