import { useId } from 'react'
import { onboardAnswer } from '../../protocol/onboard.ts'
import { EngineBlock, useIsEngineReady } from '../settings/engine-block.tsx'
import { LinkRow, Rows } from '../settings/rows.tsx'
import { useSettings } from '../settings/settings-context.tsx'
import { useAnswer } from '../settings/use-answer.ts'
import { StepLayout } from './step-layout.tsx'
import { stepTexts } from './step-texts.ts'
import { useOwner, useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.done

/** What there is now, and something to begin with. */
export function DoneStep() {
  const id = useId()
  const { go } = useWizard()
  const { finish, isFinishing } = useOwner()
  const { settings } = useSettings()
  const onboard = useAnswer('/api/onboard', onboardAnswer)
  const missing = onboard.answer?.missing ?? []
  const { ownerName, provider, model } = settings
  const isDemo = provider === 'demo'
  const isEngineReady = useIsEngineReady()
  const providerName = wizardTexts.provider.names[provider as keyof typeof wizardTexts.provider.names]
  const isUnfinished = missing.includes('auth') || missing.includes('model')
  const requests = isDemo ? wizardTexts.demoRequests : wizardTexts.requests

  return (
    <StepLayout
      step="done"
      title={texts.title(ownerName)}
      lead={texts.lead}
      action={texts.open}
      isBusy={isFinishing}
      isSkippable={false}
      hasEngineBlock={!isDemo}
      onSubmit={() => finish()}
    >
      <ul aria-label={texts.ask} className="flex flex-col gap-2">
        {requests.map(({ title, text }) => (
          <li key={title}>
            <button
              type="button"
              className="min-h-11 w-full rounded-[10px] border bg-surface px-4 py-2 text-left shadow-low hover:bg-bubble"
              onClick={() => finish(text)}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
      {!isDemo && !isEngineReady && <EngineBlock />}
      <section aria-labelledby={id} className="flex flex-col gap-2">
        <h3 id={id} className="mt-2 text-sm font-medium text-ink-2">
          {texts.setUp}
        </h3>
        <Rows>
          <LinkRow title={stepTexts.portal} state={texts.passwordSet} onOpen={() => go('portal')} />
          <LinkRow
            title={stepTexts.provider}
            state={
              isDemo
                ? texts.providerDemo
                : isUnfinished
                  ? texts.notYet
                  : [providerName, model].filter((words) => words !== '').join(' · ')
            }
            onOpen={() => go(isUnfinished ? (missing[0] ?? 'provider') : 'provider')}
          />
          <LinkRow
            title={stepTexts.voice}
            state={settings.voice.apiKey.isSet ? texts.voiceSet : texts.notYet}
            onOpen={() => go('voice')}
          />
        </Rows>
      </section>
    </StepLayout>
  )
}
