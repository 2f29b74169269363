import { AppError } from '../../../system/errors.ts'
import type { Tool } from '../tool.ts'
import { changedJob, findJob, jobInWords, newJob } from './jobs.ts'
import { createScheduleFiles, type Pulse } from './schedule-files.ts'
import { type ScheduleInput, scheduleInput } from './schedule-input.ts'

const noClockYet =
  'This version of Bloby keeps the schedule, but the clock that runs it is still to come. Tell your owner so.'

/** Shows and changes what the agent does by itself: CRONS.json and PULSE.json. */
export function createSchedule(deps: {
  workspace: () => string
  now: () => Date
}): Tool<typeof scheduleInput> {
  let last = Promise.resolve()
  return {
    name: 'schedule',
    description:
      'Shows and changes what you do by yourself at certain times: jobs (CRONS.json) and the pulse (PULSE.json), a regular look ' +
      'at whether anything needs you. Use it instead of editing these files: it checks what you give it and tells when a job is ' +
      `due next. ${noClockYet}`,
    kind: 'edit',
    input: scheduleInput,
    title,
    run(input) {
      // Several conversations may change the files: one after the other, so that each sees what the one before did.
      const done = last.then(() => carryOut(input))
      last = done.then(
        () => {},
        () => {},
      )
      return done
    },
  }

  async function carryOut(input: ScheduleInput): Promise<string> {
    const files = createScheduleFiles(deps.workspace())
    const now = deps.now()
    if (input.action === 'list') {
      const jobs = (await files.readJobs()).map((job) => `- ${jobInWords(job, now)}`)
      const list = jobs.length === 0 ? 'There are no jobs.' : `Jobs:\n${jobs.join('\n')}`
      return `${list}\n\n${pulseInWords(await files.readPulse())} ${noClockYet}`
    }
    if (input.action === 'pulse') {
      const pulse = changedPulse(await files.readPulse(), input)
      files.writePulse(pulse)
      return `${pulseInWords(pulse)} ${noClockYet}`
    }
    const jobs = await files.readJobs()
    if (input.action === 'add') {
      const job = newJob(jobs, input, now)
      files.writeJobs([...jobs, job])
      return `Added: ${jobInWords(job, now)}\n${noClockYet}`
    }
    const old = findJob(jobs, input)
    if (input.action === 'remove') {
      files.writeJobs(jobs.filter((job) => job !== old))
      return `Removed: ${old.id}.`
    }
    const job = changedJob(old, input, now)
    files.writeJobs(jobs.map((each) => (each === old ? job : each)))
    return `Changed: ${jobInWords(job, now)}\n${noClockYet}`
  }
}

function title({ action, id, task }: ScheduleInput): string {
  switch (action) {
    case 'list':
      return 'Look at the schedule'
    case 'add':
      return `Schedule: ${task ?? id ?? 'a job'}`
    case 'change':
      return `Change the job ${id ?? ''}`
    case 'remove':
      return `Remove the job ${id ?? ''}`
    case 'pulse':
      return 'Change the pulse'
  }
}

function changedPulse(pulse: Pulse, { enabled, intervalMinutes, quietHours }: ScheduleInput): Pulse {
  if (enabled === undefined && intervalMinutes === undefined && quietHours === undefined)
    throw new AppError('invalid', 'pulse: needs at least one of enabled, intervalMinutes and quietHours.')
  const { quietHours: oldQuietHours, ...rest } = pulse
  const quiet = quietHours === undefined ? oldQuietHours : quietHours
  return {
    ...rest,
    ...(enabled !== undefined && { enabled }),
    ...(intervalMinutes !== undefined && { intervalMinutes }),
    ...(quiet && { quietHours: quiet }),
  }
}

function pulseInWords({ enabled, intervalMinutes, quietHours }: Pulse): string {
  if (!enabled) return 'The pulse is off.'
  const quiet = quietHours ? `, but not from ${quietHours.start} to ${quietHours.end}` : ''
  return `The pulse is on: every ${intervalMinutes} minutes${quiet}.`
}
