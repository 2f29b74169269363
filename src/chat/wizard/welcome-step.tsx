import { Mark } from '../ui/mark.tsx'
import { StepLayout } from './step-layout.tsx'
import { useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.welcome

/** What this is, before anything is asked. */
export function WelcomeStep() {
  const { next } = useWizard()
  return (
    <StepLayout
      step="welcome"
      title={texts.title}
      lead={texts.lead}
      action={texts.start}
      isSkippable={false}
      above={<Mark className="mb-5 size-10 rounded-[12px]" />}
      onSubmit={next}
    >
      <dl className="flex flex-col gap-4">
        {texts.facts.map(({ title, text }) => (
          <div key={title} className="border-l-2 pl-3">
            <dt className="font-medium">{title}</dt>
            <dd className="text-ink-2">{text}</dd>
          </div>
        ))}
      </dl>
    </StepLayout>
  )
}
