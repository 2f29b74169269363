import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { PasswordField } from '../ui/field.tsx'
import { useLoginForm } from './login-form.ts'
import { LoginPasskey } from './login-passkey.tsx'
import { LoginRefusal } from './login-refusal.tsx'
import { loginTexts as texts } from './login-texts.ts'

/** The first step: the password, or a passkey, which is both steps. */
export function LoginPassword({ onCodeNeeded }: { onCodeNeeded: (password: string) => void }) {
  const login = useLoginForm()
  const { failure, isBlocked } = login
  const form = useRef<HTMLFormElement>(null)
  const [password, setPassword] = useState('')

  useEffect(() => focusField(form.current), [])

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (isBlocked) return
    if (password === '') {
      login.setFailure({ text: texts.passwordMissing, field: 'password' })
      return focusField(form.current)
    }
    const why = await login.submit({ password })
    if (why?.field === 'code') onCodeNeeded(password)
    else if (why) focusField(form.current)
  }

  return (
    <form
      ref={form}
      noValidate
      className="mt-6 flex flex-1 flex-col gap-4 sm:flex-none"
      onSubmit={(event) => void submit(event)}
    >
      <input type="text" name="username" autoComplete="username" defaultValue="owner" hidden readOnly />
      <PasswordField
        label={texts.password}
        name="password"
        autoComplete="current-password webauthn"
        value={password}
        error={failure?.field === 'password' ? failure.text : undefined}
        onChange={(event) => {
          setPassword(event.target.value)
          login.clearFailure()
        }}
      />
      <LoginRefusal login={login} />
      <div className="mt-auto flex flex-col gap-2 sm:mt-2">
        <Button type="submit" look="primary" className="h-11 text-base!" disabled={isBlocked}>
          {texts.login}
        </Button>
        <LoginPasskey login={login} />
      </div>
    </form>
  )
}

function focusField(form: HTMLFormElement | null) {
  form?.querySelector<HTMLInputElement>('input[name=password]')?.select()
}
