import { createContext, useContext } from 'react'
import { useStore } from 'zustand/react'
import type { SettingsAnswer } from '../../protocol/settings.ts'
import type { SettingsStore } from './settings-store.ts'

const Context = createContext<SettingsStore | null>(null)
export const SettingsProvider = Context.Provider

/** The settings as they are saved, and how to save others; only below a sheet that has read them. */
export function useSettings(): { settings: SettingsAnswer; save: SettingsStore['save'] } {
  const store = useContext(Context)
  if (!store) throw new Error('useSettings needs a SettingsProvider above it.')
  const settings = useStore(store.store, (state) => state.settings)
  if (!settings) throw new Error('The settings were not read yet.')
  return { settings, save: store.save }
}
