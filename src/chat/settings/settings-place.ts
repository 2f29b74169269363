import type { Notice } from '../../protocol/turn-parts.ts'

/** The pages of the settings; `overview` lists the others. */
export type SettingsPlace = 'overview' | 'provider' | 'access' | 'limits' | 'device' | 'logs'

const placeOfCode: Record<string, SettingsPlace> = {
  budget: 'limits',
  'sandbox-missing': 'access',
  'model-not-found': 'provider',
  'bad-request': 'provider',
}

/** Where the button of a notice leads; undefined when it does not lead to the settings. */
export function placeOfNotice({ action, code }: Pick<Notice, 'action' | 'code'>): SettingsPlace | undefined {
  if (action === 'connect-provider') return 'provider'
  if (action === 'show-logs') return 'logs'
  return action === 'open-settings' ? (placeOfCode[code] ?? 'overview') : undefined
}
