/** A time as CRONS.json has it: five cron fields in this computer's time; or why it cannot be one, in words. */
export type When = { schedule: string; oneShot: boolean; words: string } | { problem: string }

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const day = `(?:${days.join('|')})`
const dayList = `${day}s?(?:(?:\\s*,\\s*|\\s+and\\s+|\\s*,\\s*and\\s+)${day}s?)*`
const clock = `noon|midnight|\\d{1,2}(?:[:.]\\d{2})?\\s*(?:[ap]\\.?m\\b\\.?|o['’]?clock|h\\b)?`
const timePattern = new RegExp(
  `(?:^|\\s)(?:at|around|@)\\s*(?<at>${clock})|(?<bare>\\b\\d{1,2}[:.]\\d{2}(?:\\s*[ap]\\.?m\\b\\.?)?|\\b\\d{1,2}\\s*[ap]\\.?m\\b\\.?)`,
  'i',
)

interface Found {
  start: number
  end: number
}
type Day =
  | { kind: 'cron'; dayOfMonth: string; month: string; weekday: string; words: string; hour?: number }
  | { kind: 'date'; date: Date; words: string; hour?: number }
  | { kind: 'whole'; when: When }
type Read = (match: RegExpExecArray, now: Date) => Day

const parts: Record<string, number> = { morning: 8, noon: 12, afternoon: 15, evening: 19, night: 22 }
const part = Object.keys(parts).join('|')

const dayPatterns: [RegExp, Read][] = [
  [/\bevery\s+(\d+)\s*(min|minute|hour)s?\b|\b(?:every|each)\s+(minute|hour)\b|\bhourly\b/i, readInterval],
  [
    /\bevery\s+(?:other|second|\d+)\s+(?:day|week|month|year)s?\b|\b(?:every|each)\s+year\b|\byearly\b/i,
    () =>
      whole({
        problem: 'I can plan for minutes, hours, days, weekdays and months, but not every few days or years.',
      }),
  ],
  [
    new RegExp(`\\b(?:every|each)\\s+(?:single\\s+)?(?:day|(${part}))\\b|\\bdaily\\b`, 'i'),
    (match) =>
      everyDay(
        '*',
        match[1] ? `every ${match[1].toLowerCase()}` : 'every day',
        parts[match[1]?.toLowerCase() ?? ''],
      ),
  ],
  [
    /\b(?:every|each)\s+(?:week|work(?:ing)?\s?)day\b|\b(?:on\s+)?(?:week|work)days\b/i,
    () => everyDay('1-5', 'every weekday'),
  ],
  [/\b(?:every|each)\s+weekend\b|\b(?:on\s+)?weekends\b/i, () => everyDay('0,6', 'every weekend')],
  [
    new RegExp(
      `\\b(?:every|each)\\s+(${dayList})|\\bon\\s+(${day}s(?:(?:\\s*,\\s*|\\s+and\\s+)${day}s)*)\\b`,
      'i',
    ),
    (match) => {
      const named = namedDays(match[1] ?? match[2] ?? '')
      return everyDay(
        named.map((name) => days.indexOf(name)).join(','),
        `every ${named.map(capital).join(' and ')}`,
      )
    },
  ],
  [/\b(?:every|each)\s+week\b|\bweekly\b/i, () => everyDay('1', 'every Monday')],
  [
    /\b(?:on\s+)?the\s+(\d{1,2})(?:st|nd|rd|th)?\s+of\s+(?:every|each|the)\s+month\b|\b(?:every|each)\s+month(?:\s+on\s+the\s+(\d{1,2})(?:st|nd|rd|th)?)?\b|\bmonthly\b/i,
    (match) => {
      const number = Number(match[1] ?? match[2] ?? 1)
      if (number < 1 || number > 31) return whole({ problem: `No month has a day ${number}.` })
      return {
        kind: 'cron',
        dayOfMonth: String(number),
        month: '*',
        weekday: '*',
        words: `on day ${number} of every month`,
      }
    },
  ],
  [
    new RegExp(`\\btomorrow(?:\\s+(${part}))?\\b`, 'i'),
    (match, now) => ({ kind: 'date', date: inDays(now, 1), words: 'tomorrow', ...hourOf(match[1]) }),
  ],
  [
    new RegExp(`\\b(?:today|tonight|this\\s+(${part}))\\b`, 'i'),
    (match, now) => ({
      kind: 'date',
      date: inDays(now, 0),
      words: 'today',
      ...hourOf(/tonight/i.test(match[0]) ? 'evening' : match[1]),
    }),
  ],
  [/\bin\s+(\d+|an?|half\s+an)\s+(minute|hour|day)s?\b/i, readDistance],
  [
    new RegExp(`\\b(?:on|next|this)\\s+(${day})\\b`, 'i'),
    (match, now) => {
      const name = (match[1] ?? '').toLowerCase()
      const ahead = (days.indexOf(name) - now.getDay() + 7) % 7 || 7
      return { kind: 'date', date: inDays(now, ahead), words: `on ${capital(name)}` }
    },
  ],
]

/**
 * Finds a time in what the owner wrote: "every day at 9", "every monday at 8:30", "at 18:00 tomorrow", "in 10 minutes". Gives it
 * with the other words of the text, and whether it repeats or opens the text; undefined when there is none.
 */
export function findWhen(
  text: string,
  now: Date,
): { when: When; rest: string; isRepeated: boolean; isFirst: boolean } | undefined {
  const found = firstDay(text, now)
  const without = found ? cut(text, found) : text
  const timeMatch = timePattern.exec(without)
  // A bare "9:30" is a time only beside a day.
  const time = timeMatch && (timeMatch.groups?.at ?? (found ? timeMatch.groups?.bare : undefined))
  if (!found && !time) return undefined
  const rest =
    timeMatch && time
      ? cut(without, { start: timeMatch.index, end: timeMatch.index + timeMatch[0].length })
      : without
  const start = Math.min(
    found?.start ?? text.length,
    time && timeMatch ? text.indexOf(timeMatch[0]) : text.length,
  )
  return {
    when: whenOf(found?.day, time ?? undefined, now),
    rest: rest.replace(/\s+/g, ' ').trim(),
    isRepeated: found !== undefined && found.day.kind !== 'date',
    isFirst: text.slice(0, Math.max(0, start)).trim() === '',
  }
}

function firstDay(text: string, now: Date): (Found & { day: Day }) | undefined {
  for (const [pattern, read] of dayPatterns) {
    const match = pattern.exec(text)
    if (match) return { start: match.index, end: match.index + match[0].length, day: read(match, now) }
  }
  return undefined
}

function whenOf(day: Day | undefined, time: string | undefined, now: Date): When {
  if (day?.kind === 'whole') return day.when
  const read = time === undefined ? { hour: day?.hour ?? 9, minute: 0 } : readClock(time)
  if (!read)
    return { problem: `I do not know the time “${time?.trim()}”. Say it like 9, 9:30, 6 pm or 18:00.` }
  const { hour, minute } = read
  const clockTime = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  if (day?.kind === 'cron')
    return {
      schedule: `${minute} ${hour} ${day.dayOfMonth} ${day.month} ${day.weekday}`,
      oneShot: false,
      words: `${day.words} at ${clockTime}`,
    }
  const isToday = new Date(now).setHours(hour, minute, 0, 0) > now.getTime()
  const date = day?.date ?? inDays(now, isToday ? 0 : 1)
  if (day && date.setHours(hour, minute, 0, 0) <= now.getTime())
    return { problem: `${clockTime} ${day.words} is already past.` }
  return {
    schedule: `${minute} ${hour} ${date.getDate()} ${date.getMonth() + 1} *`,
    oneShot: true,
    words: `once, ${day?.words ?? (isToday ? 'today' : 'tomorrow')} at ${clockTime}`,
  }
}

function readClock(text: string): { hour: number; minute: number } | undefined {
  const word = text.trim().toLowerCase()
  if (word === 'noon') return { hour: 12, minute: 0 }
  if (word === 'midnight') return { hour: 0, minute: 0 }
  const match = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?/.exec(word)
  if (!match) return undefined
  const given = Number(match[1])
  const minute = Number(match[2] ?? 0)
  if (match[3] && (given < 1 || given > 12)) return undefined
  const hour = match[3] ? (given % 12) + (match[3] === 'p' ? 12 : 0) : given
  return hour < 24 && minute < 60 ? { hour, minute } : undefined
}

function readInterval(match: RegExpExecArray): Day {
  const count = Number(match[1] ?? 1)
  const isMinutes = /^min/i.test(match[2] ?? match[3] ?? 'hour')
  const unit = isMinutes ? 'minute' : 'hour'
  if (count === 1)
    return whole({ schedule: isMinutes ? '* * * * *' : '0 * * * *', oneShot: false, words: `every ${unit}` })
  const whole60 = isMinutes ? 60 : 24
  if (count === 60 && isMinutes) return whole({ schedule: '0 * * * *', oneShot: false, words: 'every hour' })
  if (count < 1 || count >= whole60 || whole60 % count !== 0)
    return whole({
      problem: `A schedule cannot say every ${count} ${unit}s evenly. Take a number that divides ${whole60}, such as ${isMinutes ? '15 or 30 minutes' : '2 or 6 hours'}.`,
    })
  return whole({
    schedule: isMinutes ? `*/${count} * * * *` : `0 */${count} * * *`,
    oneShot: false,
    words: `every ${count} ${unit}s`,
  })
}

function readDistance(match: RegExpExecArray, now: Date): Day {
  const count = /^half/i.test(match[1] ?? '') ? 0.5 : Number(match[1]) || 1
  const unit = (match[2] ?? '').toLowerCase()
  const minutes = count * (unit === 'minute' ? 1 : unit === 'hour' ? 60 : 1440)
  if (minutes > 300 * 1440) return whole({ problem: 'That is too far ahead for a schedule without a year.' })
  const date = new Date(now.getTime() + minutes * 60_000)
  if (unit === 'day') return { kind: 'date', date, words: count === 1 ? 'tomorrow' : `in ${count} days` }
  return whole({
    schedule: `${date.getMinutes()} ${date.getHours()} ${date.getDate()} ${date.getMonth() + 1} *`,
    oneShot: true,
    words: `once, ${match[0].toLowerCase()}`,
  })
}

function whole(when: When): Day {
  return { kind: 'whole', when }
}

function everyDay(weekday: string, words: string, hour?: number): Day {
  return { kind: 'cron', dayOfMonth: '*', month: '*', weekday, words, ...(hour !== undefined && { hour }) }
}

function hourOf(dayPart: string | undefined): { hour?: number } {
  const hour = parts[dayPart?.toLowerCase() ?? '']
  return hour === undefined ? {} : { hour }
}

function namedDays(list: string): string[] {
  return (list.toLowerCase().match(new RegExp(day, 'g')) ?? []).sort(
    (a, b) => days.indexOf(a) - days.indexOf(b),
  )
}

function inDays(now: Date, count: number): Date {
  const date = new Date(now)
  date.setDate(date.getDate() + count)
  return date
}

function cut(text: string, { start, end }: Found): string {
  return `${text.slice(0, start)} ${text.slice(end)}`
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
