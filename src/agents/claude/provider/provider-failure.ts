import type { ProviderName } from '../../../protocol/settings.ts'
import type { ClaudeErrorCode } from '../error-codes.ts'

/** A provider's server as it is asked. Absent `baseUrl`: Anthropic's own; `model` may be empty. */
export interface ProviderServer {
  provider: ProviderName
  model: string
  baseUrl?: string
  apiKey?: string
}

/** What is wrong with a provider, in words that say what to do next. */
export class ProviderFailure extends Error {
  readonly code: ClaudeErrorCode

  constructor(code: ClaudeErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'ProviderFailure'
    this.code = code
  }
}

export const anthropicServer = 'https://api.anthropic.com'
export const keyPage = 'https://platform.claude.com/settings/keys'

export function addressOf({ baseUrl }: ProviderServer): string {
  return baseUrl ?? anthropicServer
}

/** How a sentence about the server begins. */
export function nameOf(server: ProviderServer): string {
  if (server.provider === 'ollama') return 'Ollama'
  if (server.provider === 'anthropic' && server.baseUrl === undefined) return 'Anthropic'
  return `The server at ${addressOf(server)}`
}
