import { AddressSection } from '../settings/address-section.tsx'
import { AnswerNote } from './answer-note.tsx'
import { StepLayout } from './step-layout.tsx'
import { useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.handle

/** Where this and other devices find Bloby. */
export function HandleStep() {
  const { next } = useWizard()
  return (
    <StepLayout
      step="handle"
      title={texts.title}
      lead={texts.lead}
      action={wizardTexts.next}
      isSkippable={false}
      onSubmit={next}
    >
      <AnswerNote step="handle" isOnlyPraise />
      <AddressSection />
    </StepLayout>
  )
}
