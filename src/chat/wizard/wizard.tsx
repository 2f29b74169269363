import ArrowLeft from 'lucide-react/icons/arrow-left'
import X from 'lucide-react/icons/x'
import { type ReactNode, useEffect, useState } from 'react'
import { useStore } from 'zustand/react'
import { type OnboardAnswer, onboardAnswer, onboardSteps } from '../../protocol/onboard.ts'
import type { ProviderName } from '../../protocol/settings.ts'
import { SettingsLoader } from '../settings/settings-loader.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { classNames } from '../ui/class-names.ts'
import { failureOf } from '../ui/form-failure.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { NotLoaded } from '../ui/not-loaded.tsx'
import { NoticeBar } from '../ui/notice-bar.tsx'
import { ClaimStep } from './claim-step.tsx'
import { OwnerSteps } from './owner-steps.tsx'
import { stepTexts } from './step-texts.ts'
import { placeOf, stepAfter, stepBefore, stepToResume } from './steps.ts'
import { useSteps } from './use-steps.ts'
import { WelcomeStep } from './welcome-step.tsx'
import { WizardProvider } from './wizard-context.tsx'
import { wizardTexts as texts } from './wizard-texts.ts'

/**
 * The first minutes with Bloby, a question a screen: first whoever has the setup code becomes the owner, then the owner says who is to
 * think for Bloby. Where it is, is kept on the server; what is typed and not saved, on this page alone.
 */
export function Wizard() {
  const { api, account } = useChat()
  const state = useStore(account.store)
  const steps = useSteps()
  const [onboard, setOnboard] = useState<Pick<OnboardAnswer, 'provider'> | null>(null)
  const [provider, setProvider] = useState<ProviderName>('demo')
  const [failure, setFailure] = useState<string | null>(null)
  const { step } = steps
  const isClaim = state.kind === 'claim'
  const wizard = state.kind === 'signed-in' ? state.wizard : undefined
  const isAgain = wizard !== undefined && wizard !== 'first'

  async function load() {
    setFailure(null)
    try {
      const answer = await api.get('/api/onboard', onboardAnswer)
      setOnboard(answer)
      if (isAgain) steps.begin(wizard)
      else if (step === null) steps.begin(stepToResume(answer.step, answer.provider ?? 'demo'))
      else steps.go(answer.step)
    } catch (error) {
      setFailure(failureOf(error, Date.now()).text)
    }
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for who claims it, and once for the owner
  useEffect(() => {
    if (isClaim) steps.begin('welcome')
    else if (wizard) void load()
  }, [isClaim])

  const before = step === null ? undefined : stepBefore(step, provider)
  const back = before && (() => steps.back(before))
  const close = isAgain ? () => void leave() : undefined
  async function leave() {
    await steps.leave()
    account.showWizard(null)
  }

  if (step === null || (!isClaim && !onboard))
    return <Frame>{failure !== null && <NotLoaded failure={failure} again={() => void load()} />}</Frame>
  return (
    <WizardProvider value={{ step, isAgain, go: steps.go, next: () => steps.go(stepAfter(step, provider)) }}>
      <Frame step={step} back={back} close={close}>
        <WelcomeStep />
        {isClaim ? (
          <ClaimStep />
        ) : (
          <SettingsLoader>
            <OwnerSteps chosen={onboard?.provider} onProvider={setProvider} leave={leave} />
          </SettingsLoader>
        )}
      </Frame>
    </WizardProvider>
  )
}

/** What stays while the questions change: how far it is, and the way back. */
function Frame({
  step,
  back,
  close,
  children,
}: {
  step?: OnboardAnswer['step']
  back?: (() => void) | undefined
  close?: (() => void) | undefined
  children: ReactNode
}) {
  const all = onboardSteps.length
  const place = step ? placeOf(step) : 0
  return (
    <div className="h-full scroll-pb-36 overflow-y-auto pt-(--inset-top) pb-(--inset-bottom)">
      <main className="mx-auto flex min-h-full w-full max-w-[27rem] flex-col px-5 pt-4 sm:pt-[10vh]">
        <div className="mb-8 flex h-11 items-center gap-3">
          {back && (
            <IconButton label={texts.back} icon={ArrowLeft} className="-ml-3.5 size-11" onClick={back} />
          )}
          {step && (
            <>
              <div
                role="progressbar"
                aria-label={texts.progress}
                aria-valuemin={1}
                aria-valuemax={all}
                aria-valuenow={place}
                aria-valuetext={texts.stepOf(place, all, stepTexts[step])}
                className="flex min-w-0 flex-1 gap-1.5"
              >
                {onboardSteps.map((each) => (
                  <span
                    key={each}
                    className={classNames(
                      'h-1 flex-1 rounded-full transition-colors duration-[180ms]',
                      placeOf(each) <= place ? 'bg-accent' : 'bg-line',
                    )}
                  />
                ))}
              </div>
              <span aria-hidden className="text-sm text-ink-2 tabular-nums">
                {texts.count(place, all)}
              </span>
            </>
          )}
          {close && <IconButton label={texts.close} icon={X} className="-mr-3.5 size-11" onClick={close} />}
        </div>
        <h1 className="sr-only">{texts.heading}</h1>
        <NoticeBar />
        {children}
      </main>
    </div>
  )
}
