import { FailureNote } from '../ui/form-failure.tsx'
import { pageLocale } from '../ui/page-locale.ts'
import { durationWords } from '../ui/time-words.ts'
import type { LoginForm } from './login-form.ts'
import { loginTexts as texts } from './login-texts.ts'

/**
 * Why a sign-in was refused, unless a field says it: until when nothing more is accepted, said once, and how long that is, counted down
 * for the eye alone; or what else went wrong.
 */
export function LoginRefusal({ login: { failure, waitSeconds } }: { login: LoginForm }) {
  if (failure?.retryAt === undefined)
    return (
      failure && !['password', 'code'].includes(failure.field ?? '') && <FailureNote text={failure.text} />
    )
  if (waitSeconds === 0) return null
  const time = new Date(failure.retryAt).toLocaleTimeString(pageLocale(), { timeStyle: 'medium' })
  return (
    <div className="rounded-[10px] bg-danger-soft px-3 py-2 text-sm tabular-nums">
      <p role="alert">{texts.tooManyTries(time)}</p>
      <p aria-hidden className="text-ink-2">
        {texts.timeLeft(durationWords(waitSeconds * 1000))}
      </p>
    </div>
  )
}
