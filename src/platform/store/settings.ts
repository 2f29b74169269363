import type { DatabaseSync } from 'node:sqlite'

/** Every setting with its type. What has a default is undefined until it is set. */
export interface SettingValues {
  ownerName: string
  /** `salt:hash` of the owner's password; an installation with one is claimed. */
  passwordHash: string
  /** The conversation that all devices show; null after it was cleared. */
  activeConversationId: string | null
  theme: 'light' | 'dark' | 'system'
  provider: string
  model: string
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
  }
}
