/** "Good morning", by the hour of a time; the night belongs to the evening before. */
export function greeting(time: Date): string {
  const hour = time.getHours()
  if (hour < 5) return 'Good evening'
  if (hour < 12) return 'Good morning'
  if (hour < 18) return 'Good afternoon'
  return 'Good evening'
}

/** "Saturday 21 November" */
export function longDay(time: Date): string {
  const weekday = time.toLocaleDateString('en-GB', { weekday: 'long' })
  return `${weekday} ${time.getDate()} ${time.toLocaleDateString('en-GB', { month: 'long' })}`
}

/** "4 min", "3 h", "2 days": how long something lasted, in milliseconds. */
export function duration(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  if (minutes < 1) return 'under a minute'
  if (minutes < 60) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  if (hours < 48) return `${hours} h`
  return `${Math.round(hours / 24)} days`
}

/** "in 26 min", "today 18:00", "tomorrow 08:00", "Monday 08:00", "3 Dec 08:00": a time to come, both in ms since 1970. */
export function upcoming(time: number, now: number): string {
  if (time - now < 60_000) return 'in a minute'
  if (time - now < 3_600_000) return `in ${duration(time - now)}`
  const at = new Date(time)
  const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  const days = daysBetween(now, time)
  if (days === 0) return `today ${clock}`
  if (days === 1) return `tomorrow ${clock}`
  if (days < 7) return `${at.toLocaleDateString('en-GB', { weekday: 'long' })} ${clock}`
  return `${at.getDate()} ${at.toLocaleDateString('en-GB', { month: 'short' })} ${clock}`
}

/** "212 of 500 GB": what is used of a disk, in bytes. */
export function diskUse(freeBytes: number, totalBytes: number): string {
  const gigabyte = 1_000_000_000
  return `${Math.round((totalBytes - freeBytes) / gigabyte)} of ${Math.round(totalBytes / gigabyte)} GB`
}

/** "1 change", "2 changes" */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}

function daysBetween(from: number, to: number): number {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)
  // Days that change the clocks have 23 or 25 hours.
  return Math.round((midnight(to) - midnight(from)) / 86_400_000)
}
