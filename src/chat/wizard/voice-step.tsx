import { useSettings } from '../settings/settings-context.tsx'
import { VoiceForm } from '../settings/voice-section.tsx'
import { StepLayout } from './step-layout.tsx'
import { useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.voice

/** The key that turns speech into text. */
export function VoiceStep() {
  const { next } = useWizard()
  const { settings } = useSettings()
  return (
    <StepLayout
      step="voice"
      title={texts.title}
      lead={texts.lead}
      action={wizardTexts.next}
      look={settings.voice.apiKey.isSet ? 'primary' : 'secondary'}
      hasOwnForm
      onSubmit={next}
    >
      <VoiceForm />
    </StepLayout>
  )
}
