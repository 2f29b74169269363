import ChevronRight from 'lucide-react/icons/chevron-right'
import { useSettings } from '../settings/settings-context.tsx'
import { StepLayout } from './step-layout.tsx'
import { useOwner, useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.provider
const order = ['anthropic', 'ollama', 'compatible'] as const

/** Who thinks for Bloby: a tap each, as this is what everything else depends on. */
export function ProviderStep() {
  const { settings } = useSettings()
  const { go, next } = useWizard()
  const { control, chooseProvider, finish, isFinishing, firstMessage } = useOwner()

  const isAnswered = settings.provider !== 'demo'
  return (
    <StepLayout
      step="provider"
      title={texts.title}
      lead={texts.lead}
      action={isAnswered ? wizardTexts.next : texts.lookAround}
      look={isAnswered ? 'primary' : 'secondary'}
      isBusy={isFinishing}
      isSkippable={!isAnswered}
      skip={texts.skip}
      onSkip={() => go('handle')}
      onSubmit={() => (isAnswered ? next() : finish(firstMessage))}
    >
      <ul className="flex flex-col gap-2">
        {order.map((name) => {
          const isChosen = control.form.provider === name
          return (
            <li key={name}>
              <button
                type="button"
                className="flex min-h-16 w-full items-center gap-3 rounded-[14px] border bg-surface px-4 py-3 text-left shadow-low transition-colors duration-[120ms] hover:bg-bubble"
                onClick={() => chooseProvider(name)}
              >
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">
                    {texts.names[name]}
                    {isChosen && <span className="font-normal text-accent-text"> · {texts.chosen}</span>}
                  </span>
                  <span className="block text-sm text-ink-2">{texts.leads[name]}</span>
                </span>
                <ChevronRight size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
              </button>
            </li>
          )
        })}
      </ul>
    </StepLayout>
  )
}
