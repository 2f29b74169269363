import type { DatabaseSync } from 'node:sqlite'
import type { AccessMode, anthropicAuths, Effort, ProviderName } from '../../protocol/settings.ts'
import { inTransaction } from './transaction.ts'

/** What a provider keeps while another one is chosen. */
export interface ProviderSettings {
  /** Empty: the provider's default. */
  model: string
  /** Without `/v1` and without a slash at its end. */
  baseUrl?: string
}

/** Every setting with its type. What has a default is undefined until it is set. */
export interface SettingValues {
  ownerName: string
  /** `salt:hash` of the owner's password; an installation with one is claimed. */
  passwordHash: string
  /** The conversation that all devices show; null after it was cleared. */
  activeConversationId: string | null
  theme: 'light' | 'dark' | 'system'
  provider: ProviderName
  providers: Partial<Record<ProviderName, ProviderSettings>>
  anthropicAuth: (typeof anthropicAuths)[number]
  access: AccessMode
  effort: Effort | ''
  fallbackModel: string
  turnBudgetUsd: number | null
  dailyBudgetUsd: number
  networkHosts: string[]
}

export type Settings = ReturnType<typeof createSettings>

/** Settings as JSON by name. */
export function createSettings({ db }: { db: DatabaseSync }) {
  const select = db.prepare('SELECT value FROM settings WHERE key = ?')
  const upsert = db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )

  return {
    get<K extends keyof SettingValues>(key: K): SettingValues[K] | undefined {
      const row = select.get(key)
      return row && JSON.parse(String(row.value))
    },
    set<K extends keyof SettingValues>(key: K, value: SettingValues[K]): void {
      upsert.run(key, JSON.stringify(value))
    },
    /** Sets all that are given, or none when it throws. */
    setAll(values: { [K in keyof SettingValues]?: SettingValues[K] | undefined }): void {
      inTransaction(db, () => {
        for (const [key, value] of Object.entries(values))
          if (value !== undefined) upsert.run(key, JSON.stringify(value))
      })
    },
  }
}
