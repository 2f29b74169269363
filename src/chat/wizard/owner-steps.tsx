import { useEffect, useState } from 'react'
import { engineState } from '../../protocol/chat.ts'
import { type OnboardBody, type OnboardStep, onboardAnswer } from '../../protocol/onboard.ts'
import type { ProviderName } from '../../protocol/settings.ts'
import { formOf } from '../settings/provider-form.ts'
import { useSettings } from '../settings/settings-context.tsx'
import { useProviderForm } from '../settings/use-provider-form.ts'
import { useChat } from '../ui/chat-context.tsx'
import { AuthStep } from './auth-step.tsx'
import { composeWhenOpen } from './compose-when-open.ts'
import { DoneStep } from './done-step.tsx'
import { HandleStep } from './handle-step.tsx'
import { ModelStep } from './model-step.tsx'
import { NameStep } from './name-step.tsx'
import { ProviderStep } from './provider-step.tsx'
import { VoiceStep } from './voice-step.tsx'
import { OwnerProvider, useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

/** The steps of who is signed in, with what they share. Those that were seen stay as they were left. */
export function OwnerSteps({
  chosen,
  onProvider,
  leave,
}: {
  /** On any device, and not saved yet. */
  chosen: ProviderName | undefined
  onProvider: (provider: ProviderName) => void
  leave: () => Promise<void>
}) {
  const chat = useChat()
  const { settings } = useSettings()
  const { step, isAgain, go } = useWizard()
  const control = useProviderForm(beginWith(settings, chosen))
  const [isFinishing, setIsFinishing] = useState(false)
  const [seen, setSeen] = useState<readonly OnboardStep[]>([])
  const { provider } = control.form
  const isDemo = settings.provider === 'demo'
  const firstMessage = (isDemo ? wizardTexts.demoRequests : wizardTexts.requests)[0]?.text

  useEffect(() => onProvider(provider), [onProvider, provider])
  useEffect(() => setSeen((before) => (before.includes(step) ? before : [...before, step])), [step])

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step that is reached
  useEffect(() => {
    if (!isAgain) void keep({ step, provider })
  }, [step])

  /** Where one is, for a reload and for other devices. One that is not heard of is made good by the next. */
  async function keep(change: OnboardBody): Promise<boolean> {
    return await chat.attempt(() => chat.api.ask('PUT', '/api/onboard', change, onboardAnswer))
  }

  function chooseProvider(name: ProviderName) {
    if (name !== provider) control.choose({ provider: name, auth: name === 'anthropic' ? 'login' : 'key' })
    onProvider(name)
    go('auth')
    // Every real provider needs it, and it takes a while.
    void chat.attempt(async () => {
      chat.engines.learn([await chat.api.ask('POST', '/api/engines/claude/install', {}, engineState)])
    })
  }

  async function finish(text?: string) {
    if (isFinishing) return
    setIsFinishing(true)
    if (!isAgain && !(await keep({ isDone: true }))) {
      setIsFinishing(false)
      return
    }
    await leave()
    if (text !== undefined) composeWhenOpen(chat, text)
  }

  const shows = (each: OnboardStep) => each === step || seen.includes(each)
  return (
    <OwnerProvider
      value={{ control, chooseProvider, finish: (text) => void finish(text), isFinishing, firstMessage }}
    >
      <div ref={control.attach} className="contents">
        {shows('portal') && <NameStep />}
        {shows('provider') && <ProviderStep />}
        {shows('auth') && <AuthStep key={provider} />}
        {shows('model') && <ModelStep key={`${provider} ${control.form.auth}`} />}
        {shows('handle') && <HandleStep />}
        {shows('voice') && <VoiceStep />}
        {step === 'done' && <DoneStep />}
      </div>
    </OwnerProvider>
  )
}

function beginWith(
  settings: Parameters<typeof formOf>[0],
  chosen: ProviderName | undefined,
): ReturnType<typeof formOf> {
  const saved = formOf(settings)
  if (saved.provider !== 'demo' || chosen === undefined) return saved
  return {
    provider: chosen,
    auth: chosen === 'anthropic' && !settings.providers.anthropic.apiKey.isSet ? 'login' : 'key',
  }
}
