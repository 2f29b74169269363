import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand/react'
import { enginesAnswer } from '../../protocol/settings.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { failureOf } from '../ui/form-failure.tsx'
import { NotLoaded } from '../ui/not-loaded.tsx'
import { SettingsProvider } from './settings-context.tsx'
import { createSettingsStore } from './settings-store.ts'

/** Reads the settings, and what is known of the engines, and then shows what works with them. */
export function SettingsLoader({ children }: { children: ReactNode }) {
  const chat = useChat()
  const [store] = useState(() => createSettingsStore({ api: chat.api, onSaved: chat.settingsChanged }))
  const isLoaded = useStore(store.store, (state) => state.settings !== null)
  const [failure, setFailure] = useState<string | null>(null)

  async function load() {
    setFailure(null)
    try {
      const [{ engines }] = await Promise.all([chat.api.get('/api/engines', enginesAnswer), store.load()])
      chat.engines.learn(engines)
    } catch (error) {
      setFailure(failureOf(error, Date.now()).text)
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is shown
  useEffect(() => void load(), [])

  if (isLoaded) return <SettingsProvider value={store}>{children}</SettingsProvider>
  if (failure === null) return <p className="px-4 py-5 text-sm text-ink-2">{texts.common.loading}</p>
  return (
    <div className="px-4 py-5">
      <NotLoaded failure={failure} again={() => void load()} />
    </div>
  )
}
