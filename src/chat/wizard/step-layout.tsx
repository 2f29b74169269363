import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import type { OnboardStep } from '../../protocol/onboard.ts'
import { Button } from '../ui/button.tsx'
import { EngineLine } from './engine-line.tsx'
import { useOwnerMaybe, useWizard } from './wizard-context.tsx'
import { wizardTexts as texts } from './wizard-texts.ts'

/** After these there is nothing left that a first conversation needs. */
const mayEnd: readonly OnboardStep[] = ['model', 'handle', 'voice']

/** One question: what is asked, the answers, and under them, at thumb height, the button that goes on. */
export function StepLayout({
  step,
  title,
  lead,
  action,
  look = 'primary',
  isBusy = false,
  onSubmit,
  skip = texts.skip,
  onSkip,
  isSkippable = true,
  beside,
  above,
  hasOwnForm = false,
  hasEngineBlock = false,
  children,
}: {
  step: OnboardStep
  title: string
  lead: string
  /** The words of the button. */
  action: string
  look?: 'primary' | 'secondary'
  isBusy?: boolean
  onSubmit: () => void
  skip?: string
  /** To the next step unless told. */
  onSkip?: () => void
  isSkippable?: boolean
  /** Further ways to go on. */
  beside?: ReactNode
  above?: ReactNode
  /** Whether what is asked is a form of its own, which cannot lie in another. */
  hasOwnForm?: boolean
  /** Whether the step itself says how the engine's download goes. */
  hasEngineBlock?: boolean
  children: ReactNode
}) {
  const { step: shownStep, next, isAgain } = useWizard()
  const owner = useOwnerMaybe()
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  const isShown = step === shownStep
  const Frame = hasOwnForm ? 'section' : 'form'

  // With the step, not after it: keys may be pressed at once.
  useLayoutEffect(() => {
    if (isShown) heading.current?.focus()
  }, [isShown])

  return (
    <Frame
      {...(!hasOwnForm && { noValidate: true })}
      hidden={!isShown}
      aria-labelledby={id}
      className="flex flex-1 flex-col sm:flex-none"
      onSubmit={(event) => {
        event.preventDefault()
        if (!hasOwnForm && !isBusy) onSubmit()
      }}
    >
      {above}
      <h2
        ref={heading}
        id={id}
        tabIndex={-1}
        className="text-2xl leading-tight font-semibold tracking-tight outline-none"
      >
        {title}
      </h2>
      <p className="mt-1 text-ink-2">{lead}</p>
      <div className="mt-6 mb-4 flex flex-col gap-4 sm:mb-8">{children}</div>
      <div className="sticky bottom-0 mt-auto flex flex-col bg-bg pb-4 sm:static sm:mt-0">
        {isShown && <EngineLine isSaid={hasEngineBlock} />}
        <Button
          type={hasOwnForm ? 'button' : 'submit'}
          look={look}
          className="h-11 text-base!"
          disabled={isBusy}
          {...(hasOwnForm && { onClick: onSubmit })}
        >
          {action}
        </Button>
        <div className="mt-1 flex min-h-11 flex-wrap items-center justify-between gap-x-2">
          {isSkippable && (
            <Button look="quiet" className="-ml-3" onClick={onSkip ?? next}>
              {skip}
            </Button>
          )}
          {beside}
          {owner && !isAgain && mayEnd.includes(step) && (
            <Button look="quiet" className="-mr-3 ml-auto" onClick={() => owner.finish(owner.firstMessage)}>
              {texts.skipRest}
            </Button>
          )}
        </div>
      </div>
    </Frame>
  )
}
