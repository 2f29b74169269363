import { pageLocale } from '../ui/page-locale.ts'
import { loginTexts as texts } from './login-texts.ts'

/** Until when nothing more is accepted, said once; and how long that is, counted down for the eye alone. */
export function LoginWait({ until, seconds }: { until: number; seconds: number }) {
  const time = new Date(until).toLocaleTimeString(pageLocale(), { timeStyle: 'medium' })
  return (
    <div className="rounded-[10px] bg-danger-soft px-3 py-2 text-sm tabular-nums">
      <p role="alert">{texts.tooManyTries(time)}</p>
      <p aria-hidden className="text-ink-2">
        {texts.timeLeft(durationWords(seconds))}
      </p>
    </div>
  )
}

/** `45 sec`, `2 min 5 sec` */
function durationWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  return [
    ...(minutes > 0 ? [unitWords(minutes, 'minute')] : []),
    ...(minutes === 0 || seconds % 60 > 0 ? [unitWords(seconds % 60, 'second')] : []),
  ].join(' ')
}

function unitWords(count: number, unit: 'minute' | 'second'): string {
  return count.toLocaleString(pageLocale(), { style: 'unit', unit })
}
