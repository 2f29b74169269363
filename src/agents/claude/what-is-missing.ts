import type { Notice } from '../../protocol/turn-parts.ts'
import type { ClaudeProvider } from './claude-provider.ts'

/** What the settings lack before anything can be asked. */
export function whatIsMissing({ kind, auth, apiKey, model, baseUrl }: ClaudeProvider): Notice | undefined {
  const lack = (code: string, text: string): Notice => ({
    level: 'error',
    code,
    text,
    action: 'connect-provider',
  })
  if (kind === 'anthropic' && auth === 'key' && !apiKey)
    return lack(
      'no-key',
      'There is no Anthropic API key yet. Add one in the settings, or sign in with your Claude login.',
    )
  if (kind === 'compatible' && !baseUrl)
    return lack('no-address', 'The address of the model server is not set yet. Add it in the settings.')
  if (kind !== 'anthropic' && model === '')
    return lack('no-model', 'No model is chosen yet. Choose one in the settings.')
  return undefined
}
