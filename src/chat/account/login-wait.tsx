import { pageLocale } from '../ui/page-locale.ts'
import { durationWords } from '../ui/time-words.ts'
import { loginTexts as texts } from './login-texts.ts'

/** Until when nothing more is accepted, said once; and how long that is, counted down for the eye alone. */
export function LoginWait({ until, seconds }: { until: number; seconds: number }) {
  const time = new Date(until).toLocaleTimeString(pageLocale(), { timeStyle: 'medium' })
  return (
    <div className="rounded-[10px] bg-danger-soft px-3 py-2 text-sm tabular-nums">
      <p role="alert">{texts.tooManyTries(time)}</p>
      <p aria-hidden className="text-ink-2">
        {texts.timeLeft(durationWords(seconds * 1000))}
      </p>
    </div>
  )
}
