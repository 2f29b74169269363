import * as v from 'valibot'
import type { ScheduledJob, SchedulesAnswer } from '../../../protocol/schedules.ts'
import { AppError, messageOf } from '../../../system/errors.ts'
import { nextCronRun } from './next-cron-run.ts'
import { createScheduleFiles, type StoredJob } from './schedule-files.ts'

const text = v.fallback(v.string(), '')
const storedJob = v.object({
  id: text,
  task: text,
  schedule: text,
  timezone: v.fallback(v.optional(v.string()), undefined),
  enabled: v.fallback(v.optional(v.boolean(), true), true),
  oneShot: v.fallback(v.optional(v.boolean(), false), false),
})

/** PULSE.json and CRONS.json as the owner sees them; what is wrong with them is told, not thrown. */
export async function readSchedules(workspace: string, now: Date): Promise<SchedulesAnswer> {
  const files = createScheduleFiles(workspace)
  const problems: string[] = []
  async function tryTo<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems.push(error.message)
      return undefined
    }
  }
  const pulse = await tryTo(files.readPulse)
  const jobs = await tryTo(files.readJobs)
  return {
    // The clock is still to come.
    isRunning: false,
    pulse: pulse
      ? {
          isEnabled: pulse.enabled,
          intervalMinutes: pulse.intervalMinutes,
          quietHours: pulse.quietHours ? { start: pulse.quietHours.start, end: pulse.quietHours.end } : null,
        }
      : null,
    jobs: (jobs ?? []).map((job) => describe(job, now)),
    problems,
  }
}

function describe(job: StoredJob, now: Date): ScheduledJob {
  const { enabled, oneShot, timezone, ...plain } = v.parse(storedJob, job)
  const known = { ...plain, timezone: timezone ?? null, isEnabled: enabled, isOneShot: oneShot }
  try {
    const next = nextCronRun(plain.schedule, timezone, now)
    return { ...known, nextAt: next?.getTime() ?? null, problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...known, nextAt: null, problem: messageOf(error) }
  }
}
