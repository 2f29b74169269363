import { useState } from 'react'
import { useSettings } from '../settings/settings-context.tsx'
import { Field } from '../ui/field.tsx'
import { type FormFailure, failureOf } from '../ui/form-failure.tsx'
import { StepLayout } from './step-layout.tsx'
import { useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.portal

/** The same step once there is an owner, whose password is set. */
export function NameStep() {
  const { next } = useWizard()
  const { settings, save } = useSettings()
  const [name, setName] = useState(settings.ownerName)
  const [failure, setFailure] = useState<FormFailure | null>(null)
  const [isBusy, setIsBusy] = useState(false)

  async function submit() {
    setIsBusy(true)
    try {
      if (name.trim() !== settings.ownerName) await save({ ownerName: name.trim() })
      next()
    } catch (error) {
      setFailure(failureOf(error, Date.now()))
    }
    setIsBusy(false)
  }

  return (
    <StepLayout
      step="portal"
      title={texts.claimedTitle}
      lead={texts.claimedLead}
      action={wizardTexts.next}
      isBusy={isBusy}
      isSkippable={false}
      onSubmit={() => void submit()}
    >
      <Field
        label={texts.name}
        extra={texts.optional}
        name="name"
        error={failure?.text}
        value={name}
        maxLength={80}
        autoComplete="given-name"
        onChange={(event) => {
          setName(event.target.value)
          setFailure(null)
        }}
      />
    </StepLayout>
  )
}
