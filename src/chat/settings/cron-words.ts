import { pageLocale } from '../ui/page-locale.ts'
import { scheduleTexts } from './schedule-texts.ts'

const texts = scheduleTexts.cron
const names = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/**
 * A cron expression of five fields as people say it: `Every day at 9:00`. What has no short words, such as steps within a range, is given
 * as it is.
 */
export function cronWords(expression: string, locale = pageLocale()): string {
  const fields = expression.trim().split(/\s+/)
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  if (fields.length !== 5) return expression
  const number = new Intl.NumberFormat(locale)
  const isAnyDay = day === '*' && month === '*' && weekday === '*'

  const minuteStep = stepOf(minute)
  if (isAnyDay && hour === '*') {
    if (minuteStep !== undefined) return texts.everyMinutes(minuteStep, number.format(minuteStep))
    const [only, ...more] = listOf(minute, 0, 59)
    if (only === undefined || more.length > 0) return expression
    return only === 0 ? texts.everyHours(1, number.format(1)) : texts.everyHourAt(number.format(only))
  }
  const hourStep = stepOf(hour)
  if (isAnyDay && minute === '0' && hourStep !== undefined && hour !== '*')
    return texts.everyHours(hourStep, number.format(hourStep))

  const minutes = listOf(minute, 0, 59)
  const hours = listOf(hour, 0, 23)
  const days = dayWords(day, month, weekday, locale)
  if (minutes.length === 0 || hours.length === 0 || minutes.length * hours.length > 6 || days === undefined)
    return expression
  const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })
  const times = hours.flatMap((h) => minutes.map((m) => clock.format(Date.UTC(2026, 0, 1, h, m))))
  return `${days} ${texts.at(inList(times, locale))}`
}

function dayWords(day: string, month: string, weekday: string, locale: string): string | undefined {
  if (month === '*' && day === '*') {
    if (weekday === '*') return texts.daily
    const days = [...new Set(listOf(weekday, 0, 7, names).map((each) => each % 7))].sort((a, b) => a - b)
    if (days.length === 0) return undefined
    if (days.join() === '1,2,3,4,5') return texts.weekdays
    if (days.join() === '0,6') return texts.weekends
    const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
    // The 4th of January 2026 was a Sunday; a week begins on Monday for the list.
    const words = [...days.filter((each) => each > 0), ...days.filter((each) => each === 0)].map((each) =>
      format.format(Date.UTC(2026, 0, 4 + each)),
    )
    return texts.onWeekdays(inList(words, locale))
  }
  const days = listOf(day, 1, 31)
  if (weekday !== '*' || days.length === 0) return undefined
  if (month === '*') return texts.onDays(inList(days.map(String), locale))
  const [only, ...more] = listOf(month, 1, 12)
  if (only === undefined || more.length > 0 || days.length > 1 || days[0] === undefined) return undefined
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  return texts.onDate(date.format(Date.UTC(2028, only - 1, days[0])))
}

/** Of `*` (1) or `*` with a step. */
function stepOf(field: string): number | undefined {
  if (field === '*') return 1
  const step = /^\*\/(\d{1,2})$/.exec(field)?.[1]
  return step === undefined || Number(step) < 1 ? undefined : Number(step)
}

/** The numbers of a field such as `9`, `1-5` or `MON,FRI`; none when it says more than that. */
function listOf(field: string, from: number, to: number, known: readonly string[] = []): number[] {
  const numberOf = (text: string) => {
    const name = known.indexOf(text.toUpperCase())
    return name >= 0 ? name : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  }
  const values = field.split(',').flatMap((part) => {
    const [first = '', last = first, ...more] = part.split('-')
    const [start, end] = [numberOf(first), numberOf(last)]
    if (more.length > 0 || !(start >= from && end <= to && start <= end)) return [Number.NaN]
    return Array.from({ length: end - start + 1 }, (_, index) => start + index)
  })
  return values.some(Number.isNaN) ? [] : values
}

function inList(words: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
}
