import type { SettingsAnswer, SettingsBody } from '../protocol/api.ts'
import type { Audit } from './store/audit.ts'
import type { Settings } from './store/settings.ts'

/** The settings as devices see them, with defaults; secrets are not among them. */
export function readSettings(settings: Settings): SettingsAnswer {
  return {
    ownerName: settings.get('ownerName') ?? '',
    theme: settings.get('theme') ?? 'system',
    provider: settings.get('provider') ?? 'demo',
  }
}

/** Changes the settings that are given and notes which, by name alone. */
export function changeSettings(
  { settings, audit }: { settings: Settings; audit: Audit },
  change: SettingsBody,
  client: { address: string; device: string },
): void {
  if (change.ownerName !== undefined) settings.set('ownerName', change.ownerName)
  if (change.theme !== undefined) settings.set('theme', change.theme)
  if (change.provider !== undefined) settings.set('provider', change.provider)
  const names = Object.keys(change)
  if (names.length > 0) audit.record({ action: 'settings-changed', ...client, detail: names.join(', ') })
}
