import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { PasswordField } from '../ui/field.tsx'
import { FailureNote, type FormFailure, failureOf, useSecondsUntil } from '../ui/form-failure.tsx'
import { AccountLayout } from './account-layout.tsx'
import { accountTexts } from './account-texts.ts'

export function LoginScreen({ wasSignedIn }: { wasSignedIn: boolean }) {
  const { account } = useChat()
  const form = useRef<HTMLFormElement>(null)
  const [password, setPassword] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<FormFailure | null>(null)
  const waitSeconds = useSecondsUntil(failure?.retryAt)
  const isWaiting = waitSeconds > 0
  const hasWaited = failure?.retryAt !== undefined && !isWaiting

  useEffect(() => form.current?.querySelector('input')?.focus(), [])

  async function login(event: FormEvent) {
    event.preventDefault()
    if (isBusy || isWaiting) return
    if (password === '') return setFailure({ text: accountTexts.passwordMissing, field: 'password' })
    setIsBusy(true)
    setFailure(null)
    try {
      await account.login(password)
    } catch (error) {
      setFailure(failureOf(error, Date.now()))
      setIsBusy(false)
      form.current?.querySelector('input')?.select()
    }
  }

  const isOfForm = failure?.retryAt !== undefined
  return (
    <AccountLayout
      title={accountTexts.loginTitle}
      lead={wasSignedIn ? accountTexts.sessionEnded : accountTexts.loginLead}
    >
      <form
        ref={form}
        noValidate
        className="mt-6 flex flex-1 flex-col gap-4 sm:flex-none"
        onSubmit={(event) => void login(event)}
      >
        <input type="text" name="username" autoComplete="username" defaultValue="owner" hidden readOnly />
        <PasswordField
          label={accountTexts.password}
          name="password"
          autoComplete="current-password"
          value={password}
          error={isOfForm ? undefined : failure?.text}
          onChange={(event) => {
            setPassword(event.target.value)
            if (!isWaiting) setFailure(null)
          }}
        />
        {isWaiting && <FailureNote text={accountTexts.waitBeforeRetry(waitSeconds)} />}
        <Button
          type="submit"
          look="primary"
          className="mt-auto h-11 text-base sm:mt-2"
          disabled={isBusy || (isWaiting && !hasWaited)}
        >
          {accountTexts.login}
        </Button>
      </form>
    </AccountLayout>
  )
}
