import type { Effort } from '../../protocol/settings.ts'

/** Whom the Claude engine asks, and within which limits; read anew for every turn. */
export interface ClaudeProvider {
  kind: 'anthropic' | 'ollama' | 'compatible'
  /** Empty: the engine's default (anthropic only). */
  model: string
  /** Without `/v1`. Anthropic's own API when absent. */
  baseUrl?: string
  apiKey?: string
  /** `login`: the owner's own login in the unmodified program; no key is given. */
  auth: 'key' | 'login'
  effort?: Effort
  fallbackModel?: string
  turnBudgetUsd?: number
  /** Hosts that commands and page reads may reach unasked. */
  networkHosts: readonly string[]
}
