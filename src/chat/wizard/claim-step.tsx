import { useRef, useState } from 'react'
import { minPasswordLength } from '../../protocol/api.ts'
import { Button } from '../ui/button.tsx'
import { usePage } from '../ui/chat-context.tsx'
import { Field, PasswordField } from '../ui/field.tsx'
import { FailureNote, type FormFailure, failureOf, useSecondsUntil } from '../ui/form-failure.tsx'
import { StepLayout } from './step-layout.tsx'
import { wizardTexts } from './wizard-texts.ts'

const texts = wizardTexts.portal

/** Whoever has the setup code sets the password: nothing is asked of the computer before it has an owner. */
export function ClaimStep() {
  const { chat, setupCode } = usePage()
  const fields = useRef<HTMLDivElement>(null)
  const [isCodeGiven, setIsCodeGiven] = useState(setupCode !== undefined)
  const [code, setCode] = useState(setupCode ?? '')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<FormFailure | null>(null)
  const waitSeconds = useSecondsUntil(failure?.retryAt)

  function refuse(field: string, text: string) {
    setFailure({ field, text })
    fields.current?.querySelector<HTMLInputElement>(`input[name=${field}]`)?.focus()
  }

  async function claim() {
    if (code.trim() === '') return refuse('code', texts.codeMissing)
    if (password.length < minPasswordLength) return refuse('password', texts.passwordShort(minPasswordLength))
    setIsBusy(true)
    setFailure(null)
    try {
      await chat.account.claim({ code, password, name })
    } catch (error) {
      const why = failureOf(error, Date.now())
      setFailure(why)
      setIsBusy(false)
      // The code from the link may be the wrong one, so it has to be changeable.
      if (why.field === 'code' || why.field === undefined) setIsCodeGiven(false)
    }
  }

  const errorOf = (field: string) => (failure?.field === field ? failure.text : undefined)
  const isOfForm = failure && !['code', 'name', 'password'].includes(failure.field ?? '')
  return (
    <StepLayout
      step="portal"
      title={texts.title}
      lead={texts.lead}
      action={isBusy ? texts.claiming : texts.claim}
      isBusy={isBusy || waitSeconds > 0}
      isSkippable={false}
      onSubmit={() => void claim()}
    >
      <div ref={fields} className="flex flex-col gap-4">
        {isCodeGiven ? (
          <p className="flex items-center gap-x-1 rounded-[10px] bg-accent-soft py-0.5 pl-3 text-sm text-accent-text">
            <span className="min-w-0 flex-1 py-1.5">{texts.codeRead}</span>
            <Button look="quiet" onClick={() => setIsCodeGiven(false)}>
              {texts.changeCode}
            </Button>
          </p>
        ) : (
          <Field
            label={texts.code}
            name="code"
            hint={texts.codeHint}
            error={errorOf('code')}
            value={code}
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            className="font-mono"
            onChange={(event) => setCode(event.target.value)}
          />
        )}
        <Field
          label={texts.name}
          extra={texts.optional}
          name="name"
          error={errorOf('name')}
          value={name}
          maxLength={80}
          autoComplete="given-name"
          onChange={(event) => setName(event.target.value)}
        />
        <input type="text" name="username" autoComplete="username" defaultValue="owner" hidden readOnly />
        <PasswordField
          label={texts.password}
          name="password"
          hint={texts.passwordHint(minPasswordLength)}
          error={errorOf('password')}
          value={password}
          autoComplete="new-password"
          onChange={(event) => {
            setPassword(event.target.value)
            if (failure?.field === 'password') setFailure(null)
          }}
        />
        {isOfForm && (
          <FailureNote text={waitSeconds > 0 ? texts.waitBeforeRetry(waitSeconds) : failure.text} />
        )}
      </div>
    </StepLayout>
  )
}
