import { providers, type SettingsAnswer } from '../../protocol/settings.ts'
import { useChat } from '../ui/chat-context.tsx'
import { moneyWords } from '../ui/number-words.ts'
import { LinkRow, Rows } from './rows.tsx'
import { useSettings } from './settings-context.tsx'
import type { SettingsPage } from './settings-place.ts'
import { settingsTexts as texts } from './settings-texts.ts'

type Listed = Exclude<SettingsPage, 'overview'>

const groups: Record<keyof typeof texts.overview.groups, readonly Listed[]> = {
  agent: ['provider', 'access', 'memory', 'schedule', 'voice', 'usage', 'limits'],
  you: ['appearance', 'device'],
  entry: ['devices', 'security', 'address', 'audit'],
  installation: ['setup', 'logs', 'about'],
}

/** The pages of the settings, each with how it stands. */
export function Overview() {
  const chat = useChat()
  const { settings } = useSettings()
  return (
    <div className="flex flex-col gap-6">
      {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
        <section key={group} aria-label={texts.overview.groups[group]}>
          <h3 className="mb-1.5 px-4 text-sm font-medium text-ink-2">{texts.overview.groups[group]}</h3>
          <Rows>
            {groups[group].map((page) => (
              <LinkRow
                key={page}
                title={texts.places[page]}
                state={stateOf(page, settings)}
                onOpen={() => chat.openSettings(page)}
              />
            ))}
          </Rows>
        </section>
      ))}
    </div>
  )
}

function stateOf(page: Listed, settings: SettingsAnswer): string {
  switch (page) {
    case 'provider': {
      const provider = providers.find((name) => name === settings.provider)
      const name = provider ? texts.provider.names[provider] : settings.provider
      return [name, settings.model].filter((words) => words !== '').join(' · ')
    }
    case 'access':
      return texts.access.modes[settings.access]
    case 'voice':
      return texts.overview.voice[settings.voice.apiKey.isSet ? 'on' : 'off']
    case 'limits': {
      const { turnBudgetUsd, dailyBudgetUsd } = settings
      return [
        ...(turnBudgetUsd === null ? [] : [texts.overview.perTurn(moneyWords(turnBudgetUsd))]),
        texts.overview.perDay(moneyWords(dailyBudgetUsd)),
      ].join(' · ')
    }
    default:
      return texts.overview[page]
  }
}
