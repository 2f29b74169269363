import { AppError, messageOf } from '../../../system/errors.ts'
import { nextCronRun } from './next-cron-run.ts'
import type { StoredJob } from './schedule-files.ts'
import type { ScheduleInput } from './schedule-input.ts'

const mostJobs = 200
const idPattern = /^[a-z0-9][a-z0-9-]*$/

/** The job that `input` asks for; throws `invalid` for one that could not run. */
export function newJob(jobs: readonly StoredJob[], input: ScheduleInput, now: Date): StoredJob {
  const { schedule, task, enabled = true, oneShot = false, timezone } = input
  if (schedule === undefined) throw missing('schedule', 'add')
  if (task === undefined) throw missing('task', 'add')
  if (jobs.length >= mostJobs)
    throw new AppError(
      'conflict',
      `There are ${mostJobs} jobs already. Remove some that are not needed first.`,
    )
  const id = input.id ?? freeId(jobs, task)
  if (!idPattern.test(id)) throw new AppError('invalid', 'id: must be small letters, digits and dashes.')
  if (jobs.some((job) => job.id === id))
    throw new AppError('conflict', `There is a job “${id}” already. Change it, or choose another id.`)
  return checked({ id, schedule, task, enabled, oneShot, ...(timezone && { timezone }) }, now)
}

/** The job with the given fields changed; throws `invalid` for one that could not run. */
export function changedJob(job: StoredJob, input: ScheduleInput, now: Date): StoredJob {
  const { schedule, task, enabled, oneShot, timezone } = input
  const { timezone: oldTimezone, ...rest } = job
  const zone = timezone ?? oldTimezone
  return checked(
    {
      ...rest,
      ...(schedule !== undefined && { schedule }),
      ...(task !== undefined && { task }),
      ...(enabled !== undefined && { enabled }),
      ...(oneShot !== undefined && { oneShot }),
      ...(zone !== '' && zone !== undefined && { timezone: zone }),
    },
    now,
  )
}

/** The one job with this id. Throws with the ids that there are. */
export function findJob(jobs: readonly StoredJob[], { id, action }: ScheduleInput): StoredJob {
  if (id === undefined) throw missing('id', action)
  const found = jobs.filter((job) => job.id === id)
  const [job] = found
  if (job === undefined) {
    const ids = jobs.map((each) => `${each.id}`).join(', ')
    throw new AppError(
      'not-found',
      `There is no job “${id}”. ${ids === '' ? 'There are none.' : `There are: ${ids}.`}`,
    )
  }
  if (found.length > 1)
    throw new AppError(
      'conflict',
      `CRONS.json has ${found.length} jobs “${id}”. Give each an id of its own in the file first.`,
    )
  return job
}

/** One line: id, schedule, next run, task; or what is wrong with it. */
export function jobInWords(job: StoredJob, now: Date): string {
  const flags = [job.enabled === false ? 'off' : '', job.oneShot === true ? 'once' : ''].filter(
    (flag) => flag !== '',
  )
  const head = `${job.id} · ${job.schedule}${job.timezone ? ` (${job.timezone})` : ''}${flags.map((flag) => ` · ${flag}`).join('')}`
  return `${head} · ${whenNext(job, now)} · ${String(job.task).replace(/\s+/g, ' ').slice(0, 300)}`
}

function whenNext(job: StoredJob, now: Date): string {
  try {
    const next = nextRun(job, now)
    if (next === null) return 'never due'
    return `${job.enabled === false ? 'would be due' : 'next'} ${inWords(next, job)}`
  } catch (error) {
    return `BROKEN: ${messageOf(error)}`
  }
}

function nextRun({ schedule, timezone }: StoredJob, now: Date): Date | null {
  if (typeof schedule !== 'string') throw new AppError('invalid', 'schedule: must be five cron fields.')
  if (timezone !== undefined && typeof timezone !== 'string')
    throw new AppError('invalid', 'timezone: must be a name.')
  return nextCronRun(schedule, timezone, now)
}

/** `Mon, 23 Nov 2026, 09:00 (Europe/Berlin)` */
function inWords(time: Date, { timezone }: StoredJob): string {
  const zone = typeof timezone === 'string' ? timezone : undefined
  const words = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  })
  return `${words.format(time)} (${words.resolvedOptions().timeZone})`
}

function checked(job: StoredJob, now: Date): StoredJob {
  if (nextRun(job, now) === null)
    throw new AppError('invalid', `schedule: “${job.schedule}” is never due: there is no such day.`)
  return job
}

function missing(field: string, action: string): AppError {
  return new AppError('invalid', `${field}: is needed to ${action} a job.`)
}

function freeId(jobs: readonly StoredJob[], task: string): string {
  const words = task
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g) ?? ['job']
  const base = words.slice(0, 5).join('-').slice(0, 50)
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!jobs.some((job) => job.id === id)) return id
  }
}
