import { useState } from 'react'
import { passkeysAnswer, totpAnswer } from '../../protocol/accounts.ts'
import { minPasswordLength } from '../../protocol/api.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Loaded } from './loaded.tsx'
import { QuestionBlock } from './question-block.tsx'
import { ResultNote } from './result-note.tsx'
import { SecurityDialog } from './security-dialog.tsx'
import { SecurityPasskeys } from './security-passkeys.tsx'
import { SecuritySecondStep } from './security-second-step.tsx'
import { securityTexts as texts } from './security-texts.ts'
import { useAnswer } from './use-answer.ts'

/** How the owner gets in: password, second step, passkeys. */
export function SecuritySection() {
  const totp = useAnswer('/api/portal/totp', totpAnswer)
  const passkeys = useAnswer('/api/portal/passkeys', passkeysAnswer)
  return (
    <>
      <PasswordBlock />
      <Loaded asked={totp}>{(state) => <SecuritySecondStep totp={state} onChange={totp.again} />}</Loaded>
      <Loaded asked={passkeys}>{(known) => <SecurityPasskeys {...known} onChange={passkeys.again} />}</Loaded>
    </>
  )
}

function PasswordBlock() {
  const { api } = useChat()
  const [isAsked, setIsAsked] = useState(false)
  const [isChanged, setIsChanged] = useState(false)
  return (
    <QuestionBlock question={texts.password} lead={texts.passwordLead}>
      {isChanged && <ResultNote isOk text={texts.passwordChanged} />}
      <Button className="self-start" onClick={() => setIsAsked(true)}>
        {texts.changePassword}
      </Button>
      {isAsked && (
        <SecurityDialog
          title={texts.changePassword}
          confirm={texts.changePassword}
          asks={['current', 'password']}
          more={{
            password: {
              label: texts.newPassword,
              hint: texts.newPasswordHint(minPasswordLength),
              autoComplete: 'new-password',
            },
          }}
          onConfirm={async ({ current, password }) => {
            await api.post('/api/portal/password', { current, password })
            setIsChanged(true)
          }}
          close={() => setIsAsked(false)}
        />
      )}
    </QuestionBlock>
  )
}
