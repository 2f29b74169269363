import { createStore, type StoreApi } from 'zustand/vanilla'
import { type SettingsAnswer, type SettingsBody, settingsAnswer } from '../../protocol/settings.ts'
import type { Api } from '../api/api-client.ts'

export interface SettingsStore {
  /** Null until they were read. */
  readonly store: StoreApi<{ settings: SettingsAnswer | null }>
  /** Throws an `ApiError`. */
  load(): Promise<void>
  /** Saves what is given and leaves the rest. Throws an `ApiError`, perhaps with the field that is wrong. */
  save(change: SettingsBody): Promise<void>
}

/** The owner's settings as the server has them. */
export function createSettingsStore({
  api,
  onSaved,
}: {
  api: Pick<Api, 'get' | 'ask'>
  onSaved: () => void
}): SettingsStore {
  const store = createStore<{ settings: SettingsAnswer | null }>(() => ({ settings: null }))
  return {
    store,
    async load() {
      store.setState({ settings: await api.get('/api/settings', settingsAnswer) })
    },
    async save(change) {
      store.setState({ settings: await api.ask('PUT', '/api/settings', change, settingsAnswer) })
      onSaved()
    },
  }
}
