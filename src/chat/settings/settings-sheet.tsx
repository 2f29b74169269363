import ArrowLeft from 'lucide-react/icons/arrow-left'
import X from 'lucide-react/icons/x'
import { type ComponentType, useEffect, useRef } from 'react'
import { texts } from '../texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { AboutSection } from './about-section.tsx'
import { AccessSection } from './access-section.tsx'
import { AddressSection } from './address-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { AuditSection } from './audit-section.tsx'
import { DeviceSection } from './device-section.tsx'
import { DevicesSection } from './devices-section.tsx'
import { LimitsSection } from './limits-section.tsx'
import { LogsSection } from './logs-section.tsx'
import { MemoryFileSection } from './memory-file-section.tsx'
import { MemorySection } from './memory-section.tsx'
import { Overview } from './overview.tsx'
import { ProviderSection } from './provider-section.tsx'
import { ScheduleSection } from './schedule-section.tsx'
import { SecuritySection } from './security-section.tsx'
import { useSettingsHistory } from './settings-history.ts'
import { SettingsLoader } from './settings-loader.tsx'
import type { SettingsPage, SettingsPlace } from './settings-place.ts'
import { settingsTexts } from './settings-texts.ts'
import { SetupSection } from './setup-section.tsx'
import { UsageSection } from './usage-section.tsx'
import { VoiceSection } from './voice-section.tsx'

const sections: Record<SettingsPage, ComponentType> = {
  overview: Overview,
  provider: ProviderSection,
  access: AccessSection,
  voice: VoiceSection,
  memory: MemorySection,
  schedule: ScheduleSection,
  usage: UsageSection,
  limits: LimitsSection,
  appearance: AppearanceSection,
  device: DeviceSection,
  address: AddressSection,
  setup: SetupSection,
  logs: LogsSection,
  security: SecuritySection,
  devices: DevicesSection,
  audit: AuditSection,
  about: AboutSection,
}

const memoryFile = /^memory\/(.+)$/

/** The settings, over the chat: a list of pages, and one page for each topic. */
export function SettingsSheet({ place, close }: { place: SettingsPlace; close: () => void }) {
  const goBack = useSettingsHistory(place)
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its heading
  useEffect(() => heading.current?.focus(), [place])

  const file = memoryFile.exec(place)?.[1]
  // An address may name a page that there is not.
  const page = Object.hasOwn(sections, place) ? (place as SettingsPage) : 'overview'
  const Section = sections[page]
  const title = file ?? settingsTexts.places[page]
  return (
    <Dialog
      label={settingsTexts.title}
      onClose={close}
      className="m-0 mx-auto h-full max-h-none w-full max-w-[40rem] animate-rise border-x bg-bg p-0"
    >
      <div className="flex h-full flex-col pt-(--inset-top) pb-(--inset-bottom)">
        <header className="flex h-12 shrink-0 items-center gap-0.5 border-b px-1.5">
          {(file !== undefined || page !== 'overview') && (
            <IconButton
              label={file === undefined ? settingsTexts.back : settingsTexts.backToMemory}
              icon={ArrowLeft}
              size={20}
              onClick={goBack}
            />
          )}
          <h2
            ref={heading}
            tabIndex={-1}
            className="min-w-0 flex-1 truncate px-2.5 font-semibold outline-none"
          >
            {title}
          </h2>
          <IconButton label={texts.common.close} icon={X} size={20} onClick={close} />
        </header>
        <SettingsLoader>
          <ScrollRegion
            key={place}
            label={title}
            className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-5"
          >
            {file === undefined ? <Section /> : <MemoryFileSection name={file} />}
          </ScrollRegion>
        </SettingsLoader>
      </div>
    </Dialog>
  )
}
