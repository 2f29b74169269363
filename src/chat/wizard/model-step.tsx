import { useEffect } from 'react'
import { ModelField } from '../settings/model-field.tsx'
import { Button } from '../ui/button.tsx'
import { AnswerNote } from './answer-note.tsx'
import { StepLayout } from './step-layout.tsx'
import { defaultModel } from './steps.ts'
import { useOwner, useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.model

/** Which of its models; one is chosen already, and tried before it is saved. */
export function ModelStep() {
  const { next } = useWizard()
  const { control } = useOwner()
  const { form, shown, hasAddress, models, busy, result } = control
  const proposed =
    hasAddress && shown.model === '' && models.kind === 'known' ? defaultModel(models, form.provider) : ''

  // biome-ignore lint/correctness/useExhaustiveDependencies: once there is one to propose
  useEffect(() => {
    if (proposed !== '') control.propose(proposed)
  }, [proposed])

  async function submit() {
    // The engine's own choice needs no trial.
    if ((form.model === undefined && !hasAddress) || (await control.connect('model'))) next()
  }

  async function saveAnyway() {
    if (await control.save()) next()
  }

  return (
    <StepLayout
      step="model"
      title={texts.title}
      lead={hasAddress ? texts.listedLead : texts.lead}
      action={busy ? texts.testing : wizardTexts.next}
      isBusy={busy !== null}
      onSubmit={() => void submit()}
      beside={
        result?.isOk === false && (
          <Button look="quiet" onClick={() => void saveAnyway()}>
            {wizardTexts.auth.anyway}
          </Button>
        )
      }
    >
      <AnswerNote step="model" />
      <ModelField
        list={models}
        value={shown.model}
        isOptional={!hasAddress}
        error={control.errorOf('model')}
        onChange={(model) => control.change({ model })}
        askAgain={control.askAgain}
      />
    </StepLayout>
  )
}
