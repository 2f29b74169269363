import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { AccountLayout } from './account-layout.tsx'
import { useLoginForm } from './login-form.ts'
import { LoginRefusal } from './login-refusal.tsx'
import { loginTexts as texts } from './login-texts.ts'

/** The second step, after the right password: a code of the authenticator app, or a recovery code. */
export function LoginCode({ password, startOver }: { password: string; startOver: () => void }) {
  const [isRecovery, setIsRecovery] = useState(false)
  const login = useLoginForm(isRecovery ? { codeWrong: texts.recoveryCodeWrong } : {})
  const { failure, isBlocked } = login
  const form = useRef<HTMLFormElement>(null)
  const [code, setCode] = useState('')

  // biome-ignore lint/correctness/useExhaustiveDependencies: another field takes the focus of the one before
  useEffect(() => focusField(form.current), [isRecovery])

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (isBlocked) return
    const isWhole = isRecovery ? code.trim() !== '' : code.length === 6
    if (!isWhole) {
      login.setFailure({ text: isRecovery ? texts.recoveryCodeMissing : texts.codeMissing, field: 'code' })
      return focusField(form.current)
    }
    const why = await login.submit({ password, code })
    // Changed meanwhile, on another device.
    if (why?.field === 'password') startOver()
    else if (why) focusField(form.current)
  }

  const shared = {
    name: 'code',
    value: code,
    error: failure?.field === 'code' ? failure.text : undefined,
    autoCapitalize: 'none',
    autoCorrect: 'off',
    spellCheck: false,
  }
  function change(text: string) {
    setCode(text)
    login.clearFailure()
  }
  return (
    <AccountLayout title={texts.codeTitle} lead={isRecovery ? texts.recoveryLead : texts.codeLead}>
      <form
        ref={form}
        noValidate
        className="mt-6 flex flex-1 flex-col gap-4 sm:flex-none"
        onSubmit={(event) => void submit(event)}
      >
        {isRecovery ? (
          <Field
            key="recovery"
            {...shared}
            label={texts.recoveryCode}
            autoComplete="off"
            maxLength={64}
            className="font-mono"
            onChange={(event) => change(event.target.value)}
          />
        ) : (
          <Field
            key="app"
            {...shared}
            label={texts.code}
            hint={texts.codeHint}
            autoComplete="one-time-code"
            inputMode="numeric"
            className="font-mono tracking-[0.25em]"
            onChange={(event) => change(event.target.value.replaceAll(/\D/g, '').slice(0, 6))}
          />
        )}
        <LoginRefusal login={login} />
        <div className="-mx-3 flex flex-col items-start">
          <Button
            look="quiet"
            onClick={() => {
              setIsRecovery(!isRecovery)
              change('')
            }}
          >
            {isRecovery ? texts.useApp : texts.useRecoveryCode}
          </Button>
          <Button look="quiet" onClick={startOver}>
            {texts.startOver}
          </Button>
        </div>
        <p className="text-sm text-ink-2">
          {texts.lost} <code className="block">bloby second-step off</code>
        </p>
        <Button type="submit" look="primary" className="mt-auto h-11 text-base! sm:mt-2" disabled={isBlocked}>
          {texts.login}
        </Button>
      </form>
    </AccountLayout>
  )
}

function focusField(form: HTMLFormElement | null) {
  form?.querySelector<HTMLInputElement>('input[name=code]')?.select()
}
