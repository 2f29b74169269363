import * as v from 'valibot'

/** `GET /api/schedules`: what the agent is to do by itself, as PULSE.json and CRONS.json have it. Times are ms since 1970. */

export const schedulesAnswer = v.object({
  /** Whether a clock carries it out. */
  isRunning: v.boolean(),
  /** Null when its file cannot be read. */
  pulse: v.nullable(
    v.object({
      isEnabled: v.boolean(),
      intervalMinutes: v.number(),
      /** `HH:MM` of Bloby's computer; may span midnight. */
      quietHours: v.nullable(v.object({ start: v.string(), end: v.string() })),
    }),
  ),
  jobs: v.array(
    v.object({
      id: v.string(),
      task: v.string(),
      /** Five cron fields. */
      schedule: v.string(),
      timezone: v.nullable(v.string()),
      isEnabled: v.boolean(),
      isOneShot: v.boolean(),
      /** When it would be due next; null when never, or when something is wrong. */
      nextAt: v.nullable(v.number()),
      /** What is wrong with it, in words. */
      problem: v.nullable(v.string()),
    }),
  ),
  /** Files that cannot be read, and why. */
  problems: v.array(v.string()),
})
export type SchedulesAnswer = v.InferOutput<typeof schedulesAnswer>
export type ScheduledJob = SchedulesAnswer['jobs'][number]
