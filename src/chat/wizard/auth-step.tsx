import { useState } from 'react'
import { ClaudeLogin } from '../settings/claude-login.tsx'
import { ServerFields } from '../settings/server-fields.tsx'
import { Button } from '../ui/button.tsx'
import { AnswerNote } from './answer-note.tsx'
import { LinkButton } from './link-button.tsx'
import { StepLayout } from './step-layout.tsx'
import { useOwner, useWizard } from './wizard-context.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.auth

/** How the provider knows the owner, or where it is; saved once it answers. */
export function AuthStep() {
  const { next, go } = useWizard()
  const { control } = useOwner()
  const { form, isLogin, hasAddress, busy, result } = control
  const [isSignedIn, setIsSignedIn] = useState(false)
  const { provider } = form
  const [title, lead] = words(provider, isLogin)

  async function connect() {
    if (await control.connect('server')) next()
  }

  async function saveAnyway() {
    if (await control.save({ needsModel: false })) next()
  }

  return (
    <StepLayout
      step="auth"
      title={title}
      lead={lead}
      action={busy ? texts.testing : wizardTexts.next}
      look={isLogin && !isSignedIn ? 'secondary' : 'primary'}
      isBusy={busy !== null}
      hasEngineBlock={isLogin}
      onSkip={() => go('handle')}
      onSubmit={() => void connect()}
      beside={
        result?.isOk === false &&
        !isLogin && (
          <Button look="quiet" className="-mr-3 ml-auto" onClick={() => void saveAnyway()}>
            {texts.anyway}
          </Button>
        )
      }
    >
      {isLogin ? <ClaudeLogin onStatus={setIsSignedIn} /> : <ServerFields control={control} />}
      {!hasAddress && (
        <LinkButton onClick={() => control.choose({ provider, auth: isLogin ? 'key' : 'login' })}>
          {isLogin ? texts.useKey : texts.useLogin}
        </LinkButton>
      )}
      <AnswerNote step="auth" />
    </StepLayout>
  )
}

function words(provider: string, isLogin: boolean): [title: string, lead: string] {
  if (provider === 'ollama') return [texts.ollamaTitle, texts.ollamaLead]
  if (provider === 'compatible') return [texts.compatibleTitle, texts.compatibleLead]
  return isLogin ? [texts.loginTitle, texts.loginLead] : [texts.keyTitle, texts.keyLead]
}
