import { AppError } from '../../../system/errors.ts'

/** The five fields of a cron expression, by https://man7.org/linux/man-pages/man5/crontab.5.html */
const fields = [
  { name: 'minute', from: 0, to: 59, names: [] },
  { name: 'hour', from: 0, to: 23, names: [] },
  { name: 'day of the month', from: 1, to: 31, names: [] },
  {
    name: 'month',
    from: 1,
    to: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  { name: 'weekday', from: 0, to: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
] as const
type Field = (typeof fields)[number]

/** From one 29 February to the next, over a century without one. */
const mostDays = 366 * 8
const dayMs = 86_400_000

/**
 * When a cron expression of five fields is due next after a time, in its time zone or this computer's; null when never. When both day
 * fields are restricted, either is enough, as in cron. Throws `invalid` in words for a wrong expression or time zone.
 */
export function nextCronRun(expression: string, timezone: string | undefined, after: Date): Date | null {
  const zone = zoneOf(timezone)
  const texts = expression.trim().split(/\s+/)
  if (texts.length !== 5)
    throw wrong(
      `schedule: “${expression}” has ${texts.length} fields, not the five of minute, hour, day, month and weekday.`,
    )
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = fields.map((field, index) =>
    valuesOf(field, texts[index] ?? ''),
  )
  const isEitherDay = !texts[2]?.startsWith('*') && !texts[4]?.startsWith('*')
  const today = Math.floor(wallTime(after.getTime(), zone) / dayMs) * dayMs
  for (let day = today; day < today + mostDays * dayMs; day += dayMs) {
    const date = new Date(day)
    const isDay = days.includes(date.getUTCDate())
    const weekday = date.getUTCDay()
    const isWeekday = weekdays.includes(weekday) || (weekday === 0 && weekdays.includes(7))
    if (!months.includes(date.getUTCMonth() + 1) || !(isEitherDay ? isDay || isWeekday : isDay && isWeekday))
      continue
    for (const hour of hours)
      for (const minute of minutes) {
        const time = instantOf(day + (hour * 60 + minute) * 60_000, zone)
        if (time > after.getTime()) return new Date(time)
      }
  }
  return null
}

/** The numbers that a field such as `1-5`, `0-59/15` or `MON,FRI` stands for, in order. */
function valuesOf(field: Field, text: string): number[] {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const [, whole, first = '', last = first, step = '1'] =
      /^(?:(\*)|([0-9A-Za-z]+)(?:-([0-9A-Za-z]+))?)(?:\/(\d+))?$/.exec(part) ?? []
    const from = whole ? field.from : numberOf(field, first)
    const to = whole ? field.to : numberOf(field, last)
    const isStepOfOne = part.includes('/') && !whole && !part.includes('-')
    if (from === undefined || to === undefined || from > to || Number(step) < 1 || isStepOfOne)
      throw wrong(
        `schedule: “${part}” is not right for the ${field.name}, which goes from ${field.from} to ${field.to}.`,
      )
    for (let value = from; value <= to; value += Number(step)) values.add(value)
  }
  return [...values].sort((a, b) => a - b)
}

function numberOf({ from, to, names }: Field, text: string): number | undefined {
  const name = (names as readonly string[]).indexOf(text.toUpperCase())
  const value = name >= 0 ? name + from : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
  return value >= from && value <= to ? value : undefined
}

function zoneOf(timezone: string | undefined): string {
  if (timezone === undefined) return Intl.DateTimeFormat().resolvedOptions().timeZone
  try {
    if (!/^[A-Za-z]/.test(timezone)) throw new RangeError('An offset does not know of daylight saving.')
    return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone
  } catch (error) {
    throw wrong(`timezone: “${timezone}” is not a time zone. Use a name such as Europe/Berlin.`, error)
  }
}

/** What a clock on the wall of that zone shows, as the milliseconds at which one in UTC would. */
function wallTime(time: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(time)
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
}

/** When that clock shows a time; one that daylight saving skips is moved by the hour that it skips. */
function instantOf(wall: number, zone: string): number {
  const guess = wall - (wallTime(wall, zone) - wall)
  return wall - (wallTime(guess, zone) - guess)
}

function wrong(message: string, cause?: unknown): AppError {
  return new AppError('invalid', message, { cause })
}
