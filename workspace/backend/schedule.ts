export type NextCronRun = (expression: string, timezone: string | undefined, after: Date) => Date | null

export interface QuietHours {
  /** HH:MM, this computer's time */
  start: string
  end: string
}
export interface Pulse {
  isEnabled: boolean
  intervalMinutes: number
  quietHours: QuietHours | null
  isQuietNow: boolean
  /** Milliseconds since 1970, or null when it does not run. */
  next: number | null
}
export interface Job {
  id: string
  task: string
  schedule: string
  timezone: string | null
  isEnabled: boolean
  isOneShot: boolean
  next: number | null
}

/** Reads PULSE.json. Throws with words for the owner when it is not as it should be. */
export function readPulse(json: string, now: Date): Pulse {
  const data = objectOf(parse(json))
  const { enabled = true, intervalMinutes = 30 } = data
  if (typeof enabled !== 'boolean') throw new Error('"enabled" must be true or false.')
  if (typeof intervalMinutes !== 'number' || !(intervalMinutes >= 1))
    throw new Error('"intervalMinutes" must be a number from 1 up.')
  const quietHours = readQuietHours(data.quietHours)
  return {
    isEnabled: enabled,
    intervalMinutes,
    quietHours,
    isQuietNow: quietHours !== null && isQuiet(now, quietHours),
    next: enabled ? nextPulse(now, intervalMinutes, quietHours) : null,
  }
}

/** Reads CRONS.json: the jobs that are right, and what is wrong with the others. Throws when it is no list at all. */
export function readCrons(
  json: string,
  now: Date,
  nextCronRun: NextCronRun,
): { jobs: Job[]; problems: string[] } {
  const data = parse(json)
  if (!Array.isArray(data)) throw new Error('It must be a list of jobs: [ … ].')
  const jobs: Job[] = []
  const problems: string[] = []
  for (const [index, entry] of data.entries())
    try {
      jobs.push(readJob(objectOf(entry), now, nextCronRun))
    } catch (error) {
      problems.push(`Job ${index + 1}: ${error instanceof Error ? error.message : error}`)
    }
  return { jobs, problems }
}

function readJob(entry: Record<string, unknown>, now: Date, nextCronRun: NextCronRun): Job {
  const { id, task, schedule, timezone, enabled = true, oneShot = false } = entry
  if (typeof id !== 'string' || id === '') throw new Error('"id" is missing.')
  if (typeof task !== 'string' || task === '') throw new Error('"task" is missing.')
  if (typeof schedule !== 'string') throw new Error('"schedule" is missing.')
  if (timezone !== undefined && typeof timezone !== 'string') throw new Error('"timezone" must be a name.')
  const isEnabled = enabled === true
  const next = nextCronRun(schedule, timezone, now)
  return {
    id,
    task,
    schedule,
    timezone: timezone ?? null,
    isEnabled,
    isOneShot: oneShot === true,
    next: isEnabled ? (next?.getTime() ?? null) : null,
  }
}

/** Pulses come at whole multiples of their interval since midnight, but for the quiet hours. */
function nextPulse(now: Date, intervalMinutes: number, quietHours: QuietHours | null): number | null {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const interval = intervalMinutes * 60_000
  let time = midnight + (Math.floor((now.getTime() - midnight) / interval) + 1) * interval
  const end = now.getTime() + Math.max(2 * 86_400_000, interval)
  for (; time <= end; time += interval) if (!quietHours || !isQuiet(new Date(time), quietHours)) return time
  return null
}

/** Whether a time is within the quiet hours, which may span midnight. */
export function isQuiet(time: Date, { start, end }: QuietHours): boolean {
  const minute = time.getHours() * 60 + time.getMinutes()
  const from = minuteOf(start)
  const to = minuteOf(end)
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}

function readQuietHours(value: unknown): QuietHours | null {
  if (value === undefined || value === null) return null
  const { start, end } = objectOf(value)
  if (!isClockTime(start) || !isClockTime(end))
    throw new Error('"quietHours" need "start" and "end" as "HH:MM".')
  return { start, end }
}

function isClockTime(value: unknown): value is string {
  return typeof value === 'string' && /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value)
}

function minuteOf(clockTime: string): number {
  return Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3))
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new Error(`It is not valid JSON. ${error instanceof Error ? error.message : ''}`.trim())
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('It must be { … }.')
  return { ...value }
}
