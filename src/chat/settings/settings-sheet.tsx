import ArrowLeft from 'lucide-react/icons/arrow-left'
import X from 'lucide-react/icons/x'
import { type ComponentType, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand/react'
import { enginesAnswer } from '../../protocol/settings.ts'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FailureNote, failureOf } from '../ui/form-failure.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { AccessSection } from './access-section.tsx'
import { DeviceSection } from './device-section.tsx'
import { LimitsSection } from './limits-section.tsx'
import { LogsSection } from './logs-section.tsx'
import { Overview } from './overview.tsx'
import { ProviderSection } from './provider-section.tsx'
import { SettingsProvider } from './settings-context.tsx'
import type { SettingsPlace } from './settings-place.ts'
import { createSettingsStore } from './settings-store.ts'
import { settingsTexts } from './settings-texts.ts'

const sections: Record<SettingsPlace, ComponentType> = {
  overview: Overview,
  provider: ProviderSection,
  access: AccessSection,
  limits: LimitsSection,
  device: DeviceSection,
  logs: LogsSection,
}

/** The settings, over the chat: a list of pages, and one page for each topic. */
export function SettingsSheet({ place, close }: { place: SettingsPlace; close: () => void }) {
  const chat = useChat()
  const heading = useRef<HTMLHeadingElement>(null)
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

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => void load(), [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its heading
  useEffect(() => heading.current?.focus(), [place])

  const Section = sections[place]
  return (
    <Dialog
      label={settingsTexts.title}
      onClose={close}
      className="m-0 mx-auto h-full max-h-none w-full max-w-[40rem] animate-rise border-x bg-bg p-0"
    >
      <div className="flex h-full flex-col pt-(--inset-top) pb-(--inset-bottom)">
        <header className="flex h-12 shrink-0 items-center gap-0.5 border-b px-1.5">
          {place !== 'overview' && (
            <IconButton
              label={settingsTexts.back}
              icon={ArrowLeft}
              size={20}
              onClick={() => chat.openSettings('overview')}
            />
          )}
          <h2
            ref={heading}
            tabIndex={-1}
            className="min-w-0 flex-1 truncate px-2.5 font-semibold outline-none"
          >
            {settingsTexts.places[place]}
          </h2>
          <IconButton label={texts.common.close} icon={X} size={20} onClick={close} />
        </header>
        <div key={place} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-5">
          {failure !== null && (
            <div className="flex flex-col items-start gap-3">
              <FailureNote text={failure} />
              <Button onClick={() => void load()}>{texts.common.tryAgain}</Button>
            </div>
          )}
          {isLoaded ? (
            <SettingsProvider value={store}>
              <Section />
            </SettingsProvider>
          ) : (
            failure === null && <p className="text-sm text-ink-2">{texts.common.loading}</p>
          )}
        </div>
      </div>
    </Dialog>
  )
}
