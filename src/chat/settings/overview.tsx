import ChevronRight from 'lucide-react/icons/chevron-right'
import { providers, type SettingsAnswer } from '../../protocol/settings.ts'
import { useChat } from '../ui/chat-context.tsx'
import { dollarWords } from './dollars.ts'
import { useSettings } from './settings-context.tsx'
import type { SettingsPlace } from './settings-place.ts'
import { settingsTexts as texts } from './settings-texts.ts'

const places = ['provider', 'access', 'limits', 'device', 'logs'] as const satisfies SettingsPlace[]

/** The pages of the settings, each with how it stands. */
export function Overview() {
  const chat = useChat()
  const { settings } = useSettings()
  return (
    <ul className="overflow-hidden rounded-[14px] border bg-surface shadow-low">
      {places.map((place) => (
        <li key={place} className="border-b last:border-b-0">
          <button
            type="button"
            className="flex min-h-14 w-full items-center gap-3 px-4 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2"
            onClick={() => chat.openSettings(place)}
          >
            <span className="min-w-0 flex-1">
              <span className="block font-medium">{texts.places[place]}</span>
              <span className="block truncate text-sm text-ink-2">{stateOf(place, settings)}</span>
            </span>
            <ChevronRight size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function stateOf(place: (typeof places)[number], settings: SettingsAnswer): string {
  switch (place) {
    case 'provider': {
      const provider = providers.find((name) => name === settings.provider)
      const name = provider ? texts.provider.names[provider] : settings.provider
      return [name, settings.model].filter((words) => words !== '').join(' · ')
    }
    case 'access':
      return texts.access.modes[settings.access]
    case 'limits': {
      const { turnBudgetUsd, dailyBudgetUsd } = settings
      return [
        ...(turnBudgetUsd === null ? [] : [texts.overview.perTurn(`$${dollarWords(turnBudgetUsd)}`)]),
        texts.overview.perDay(`$${dollarWords(dailyBudgetUsd)}`),
      ].join(' · ')
    }
    case 'device':
      return texts.overview.device
    case 'logs':
      return texts.overview.logs
  }
}
