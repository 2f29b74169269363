const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const months = 'January February March April May June July August September October November December'.split(
  ' ',
)

/** Five cron fields in words where they are simple, and as they are where they are not. */
export function saySchedule(schedule: string, isOneShot = false): string {
  const [minute = '', hour = '', dayOfMonth = '', month = '', weekday = ''] = schedule.trim().split(/\s+/)
  const rest = `${dayOfMonth} ${month} ${weekday}`
  const every = /^\*(?:\/(\d+))?$/
  if (rest === '* * *' && hour === '*' && every.test(minute)) return times(minute, 'minute')
  if (rest === '* * *' && minute === '0' && every.test(hour)) return times(hour, 'hour')
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return `\`${schedule}\``
  const at = `at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  if (rest === '* * *') return `every day ${at}`
  if (rest === '* * 1-5') return `every weekday ${at}`
  if (/^\* \* [0-7](?:,[0-7])*$/.test(rest))
    return `every ${weekday
      .split(',')
      .map((day) => days[Number(day)])
      .join(' and ')} ${at}`
  if (/^\d+ \* \*$/.test(rest)) return `on day ${dayOfMonth} of every month ${at}`
  if (/^\d+ \d+ \*$/.test(rest))
    return `${isOneShot ? 'once, ' : ''}on ${dayOfMonth} ${months[Number(month) - 1]} ${at}`
  return `\`${schedule}\``
}

function times(field: string, unit: string): string {
  const count = field.slice(2)
  return count === '' || count === '1' ? `every ${unit}` : `every ${count} ${unit}s`
}
