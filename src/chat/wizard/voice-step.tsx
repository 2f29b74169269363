import { useSettings } from '../settings/settings-context.tsx'
import { VoiceForm } from '../settings/voice-section.tsx'
import { StepLayout } from './step-layout.tsx'
import { useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.voice

/** The key that turns speech into text. */
export function VoiceStep() {
  const { next } = useWizard()
  const { isSet } = useSettings().settings.voice.apiKey
  return (
    <StepLayout
      step="voice"
      title={texts.title}
      lead={texts.lead}
      action={isSet ? wizardTexts.next : wizardTexts.skip}
      look={isSet ? 'primary' : 'secondary'}
      isSkippable={false}
      hasOwnForm
      onSubmit={next}
    >
      <VoiceForm />
    </StepLayout>
  )
}
