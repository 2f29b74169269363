import { onboardSteps } from '../../protocol/onboard.ts'
import { useChat } from '../ui/chat-context.tsx'
import { stepTexts } from '../wizard/step-texts.ts'
import { LinkRow, Rows } from './rows.tsx'

/** The wizard's steps, to go through again from any of them. */
export function SetupSection() {
  const { openSettings, account } = useChat()
  return (
    <Rows>
      {onboardSteps.map((step) => (
        <LinkRow
          key={step}
          title={stepTexts[step]}
          onOpen={() => {
            openSettings(null)
            account.showWizard(step)
          }}
        />
      ))}
    </Rows>
  )
}
