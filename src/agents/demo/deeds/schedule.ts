import * as v from 'valibot'
import { AppError } from '../../../system/errors.ts'
import type { Bench, Deed } from '../bench.ts'
import { cannot } from './cannot.ts'
import { saySchedule } from './say-schedule.ts'
import { kebab } from './source-edit.ts'

const path = 'CRONS.json'
const noClockYet = 'This version keeps schedules; the clock that runs them is still to come.'

const job = v.looseObject({
  id: v.string(),
  schedule: v.string(),
  task: v.string(),
  enabled: v.optional(v.boolean()),
  oneShot: v.optional(v.boolean()),
})
type Job = v.InferOutput<typeof job>

/** Adds a job to CRONS.json. */
export const schedule: Deed<'schedule'> = async ({ hands }, { when, task }) => {
  if ('problem' in when) throw cannot(when.problem)
  if (task === '')
    throw cannot('And what should happen then? Say it in one go: “every day at 9 tell me the weather”.')
  const jobs = await readJobs({ hands })
  if (jobs.some((other) => other.schedule === when.schedule && other.task === task))
    return `“${task}” is already on the schedule, ${when.words}. ${noClockYet}`
  const added = {
    id: freeId(jobs, task),
    schedule: when.schedule,
    task,
    enabled: true,
    oneShot: when.oneShot,
  }
  await hands.edit([{ path, after: written([...jobs, added]) }])
  return `On the schedule, ${when.words}: “${task}”. ${noClockYet}`
}

/** Takes a job out of CRONS.json, when the words point to exactly one. */
export const unschedule: Deed<'unschedule'> = async ({ hands }, { task }) => {
  const jobs = await readJobs({ hands })
  const words = task.toLowerCase().split(/\s+/)
  const found = jobs.filter((other) =>
    words.every((word) => `${other.id} ${other.task}`.toLowerCase().includes(word)),
  )
  const [first] = found
  if (!first) return task === '' ? 'Nothing is on the schedule.' : `Nothing on the schedule fits “${task}”.`
  if (found.length > 1) throw cannot(`Several fit. Which one?\n\n${listed(found)}`)
  await hands.edit([{ path, after: written(jobs.filter((other) => other !== first)) }])
  return `Taken off the schedule: “${first.task}”.`
}

/** Shows PULSE.json and CRONS.json in words. */
export const showSchedule: Deed<'show-schedule'> = async ({ hands }) => {
  const pulse = readPulse(await hands.read('PULSE.json'))
  const jobs = await readJobs({ hands: { ...hands, look: hands.read } })
  const list =
    jobs.length === 0
      ? 'Nothing is on the schedule. Ask for something every day at nine.'
      : `On the schedule:\n\n${listed(jobs)}`
  return `${list}\n\n${pulse} ${noClockYet}`
}

async function readJobs({ hands }: Pick<Bench, 'hands'>): Promise<Job[]> {
  const text = await hands.look(path)
  if (text === null || text.trim() === '') return []
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), v.array(job)), text)
  if (result.success) return result.output
  throw new AppError(
    'conflict',
    `\`${path}\` is not a list of jobs as I know it, so I left it alone: ${result.issues[0].message}`,
  )
}

function readPulse(text: string | null): string {
  const quiet = v.object({ start: v.string(), end: v.string() })
  const pulse = v.object({ enabled: v.boolean(), intervalMinutes: v.number(), quietHours: v.nullish(quiet) })
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), pulse), text)
  if (!result.success) return '`PULSE.json` is not as I know it.'
  const { enabled, intervalMinutes, quietHours } = result.output
  if (!enabled) return 'The pulse is off.'
  return `The pulse is set to every ${intervalMinutes} minutes${quietHours ? `, but not from ${quietHours.start} to ${quietHours.end}` : ''}.`
}

function listed(jobs: Job[]): string {
  return jobs
    .map(
      ({ task, schedule, oneShot, enabled }) =>
        `- ${task}: ${saySchedule(schedule, oneShot)}${enabled === false ? ' (off)' : ''}`,
    )
    .join('\n')
}

function freeId(jobs: Job[], task: string): string {
  const base = kebab(task) || 'job'
  const isTaken = (id: string) => jobs.some((other) => other.id === id)
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`
    if (!isTaken(id)) return id
  }
}

function written(jobs: unknown[]): string {
  return `${JSON.stringify(jobs, null, 2)}\n`
}
