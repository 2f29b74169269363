import { type FormEvent, useRef, useState } from 'react'
import { minPasswordLength } from '../../protocol/api.ts'
import { Button } from '../ui/button.tsx'
import { usePage } from '../ui/chat-context.tsx'
import { Field, PasswordField } from '../ui/field.tsx'
import { FailureNote, type FormFailure, failureOf, useSecondsUntil } from '../ui/form-failure.tsx'
import { AccountLayout } from './account-layout.tsx'
import { accountTexts } from './account-texts.ts'

/** The first screen of a new installation: whoever has the setup code sets the password. */
export function ClaimScreen() {
  const { chat, setupCode } = usePage()
  const form = useRef<HTMLFormElement>(null)
  const [isCodeGiven, setIsCodeGiven] = useState(setupCode !== undefined)
  const [code, setCode] = useState(setupCode ?? '')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<FormFailure | null>(null)
  const waitSeconds = useSecondsUntil(failure?.retryAt)

  function refuse(field: string, text: string) {
    setFailure({ field, text })
    form.current?.querySelector<HTMLInputElement>(`input[name=${field}]`)?.focus()
  }

  async function claim(event: FormEvent) {
    event.preventDefault()
    if (isBusy || waitSeconds > 0) return
    if (code.trim() === '') return refuse('code', accountTexts.codeMissing)
    if (password.length < minPasswordLength)
      return refuse('password', accountTexts.passwordShort(minPasswordLength))
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
    <AccountLayout title={accountTexts.claimTitle} lead={accountTexts.claimLead}>
      <form
        ref={form}
        noValidate
        className="mt-6 flex flex-1 flex-col gap-4 sm:flex-none"
        onSubmit={(event) => void claim(event)}
      >
        {isCodeGiven ? (
          <p className="flex flex-wrap items-center justify-between gap-x-2 rounded-[10px] bg-accent-soft py-0.5 pl-3 text-sm text-accent-text">
            <span className="py-1.5">{accountTexts.codeRead}</span>
            <Button look="quiet" onClick={() => setIsCodeGiven(false)}>
              {accountTexts.changeCode}
            </Button>
          </p>
        ) : (
          <Field
            label={accountTexts.code}
            name="code"
            hint={accountTexts.codeHint}
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
          label={accountTexts.yourName}
          extra={accountTexts.optional}
          name="name"
          error={errorOf('name')}
          value={name}
          maxLength={80}
          autoComplete="given-name"
          onChange={(event) => setName(event.target.value)}
        />
        <input type="text" name="username" autoComplete="username" defaultValue="owner" hidden readOnly />
        <PasswordField
          label={accountTexts.password}
          name="password"
          hint={accountTexts.newPasswordHint(minPasswordLength)}
          error={errorOf('password')}
          value={password}
          autoComplete="new-password"
          onChange={(event) => {
            setPassword(event.target.value)
            if (failure?.field === 'password') setFailure(null)
          }}
        />
        {isOfForm && (
          <FailureNote text={waitSeconds > 0 ? accountTexts.waitBeforeRetry(waitSeconds) : failure.text} />
        )}
        <Button
          type="submit"
          look="primary"
          className="mt-auto h-11 text-base sm:mt-2"
          disabled={isBusy || waitSeconds > 0}
        >
          {accountTexts.claim}
        </Button>
      </form>
    </AccountLayout>
  )
}
