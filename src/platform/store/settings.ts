import type { DatabaseSync } from 'node:sqlite'
import type { Language, LanguageChoice } from '../../protocol/language.ts'
import type { AccessMode, anthropicAuths, Effort, ProviderName } from '../../protocol/settings.ts'
import type { OnboardingState } from '../onboarding.ts'
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
  /**
   * Since when a code of an authenticator app is asked for, and the 30 s step of the last one that was taken; its secret is elsewhere.
   * `wrongCodes`: on devices that are not known, since the last right one.
   */
  totp: { since: number; lastStep: number; wrongCodes?: number } | null
  /** SHA-256 of those that were not used yet, as hex. */
  recoveryCodes: string[]
  /** 256 random bits as base64url: what authenticators know the owner by. */
  passkeyUserId: string
  /** Where the wizard is. */
  onboarding: OnboardingState
  /** The conversation that all devices show; null after it was cleared. */
  activeConversationId: string | null
  theme: 'light' | 'dark' | 'system'
  language: LanguageChoice
  /** Of the browser that opened the chat last, for what is said without one. */
  heardLanguage: Language
  provider: ProviderName
  providers: Partial<Record<ProviderName, ProviderSettings>>
  anthropicAuth: (typeof anthropicAuths)[number]
  access: AccessMode
  effort: Effort | ''
  fallbackModel: string
  turnBudgetUsd: number | null
  dailyBudgetUsd: number
  networkHosts: string[]
  /** As a provider's; empty: OpenAI. */
  voiceBaseUrl: string
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
