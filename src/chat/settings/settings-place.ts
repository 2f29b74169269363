import type { Notice } from '../../protocol/turn-parts.ts'

/** The pages of the settings; `overview` lists the others. */
export type SettingsPage =
  | 'overview'
  | 'provider'
  | 'access'
  | 'voice'
  | 'memory'
  | 'schedule'
  | 'usage'
  | 'limits'
  | 'appearance'
  | 'device'
  | 'security'
  | 'devices'
  | 'address'
  | 'setup'
  | 'logs'
  | 'audit'
  | 'about'

/** A page, or one thing of it: `memory/MYSELF.md`, the model's field. */
export type SettingsPlace = SettingsPage | `memory/${string}` | 'provider/model'

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

/** The page that an address names: `#settings/usage`. Whether there is such a page, the settings find out; null for another address. */
export function placeOfHash(hash: string): SettingsPlace | null {
  return (/^#settings\/([\w./-]+)$/.exec(hash)?.[1] as SettingsPlace | undefined) ?? null
}
