import type { ComponentType } from 'react'
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
import { ProviderSection } from './provider-section.tsx'
import { ScheduleSection } from './schedule-section.tsx'
import { SecuritySection } from './security-section.tsx'
import type { SettingsPage } from './settings-place.ts'
import { SetupSection } from './setup-section.tsx'
import { UsageSection } from './usage-section.tsx'
import { VoiceSection } from './voice-section.tsx'

const sections: Record<Exclude<SettingsPage, 'overview'>, ComponentType> = {
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

/** A page of the settings, or one file of the memory. */
export function OpenPage({
  page,
  file,
}: {
  page: keyof typeof sections
  file: string | undefined
  /** When the code of the pages cannot be had. */
  close: () => void
}) {
  const Section = sections[page]
  return file === undefined ? <Section /> : <MemoryFileSection name={file} />
}
