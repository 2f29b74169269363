import * as v from 'valibot'

const clockTime = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Must be a time as HH:MM'))

/** One flat object, since not every model takes a choice of several. Which fields an action needs is checked when it runs. */
export const scheduleInput = v.strictObject({
  action: v.pipe(
    v.picklist(['list', 'add', 'change', 'remove', 'pulse']),
    v.description(
      'list: all jobs and the pulse. add: a job (schedule and task). change: a job by its id, only the fields given. ' +
        'remove: a job by its id. pulse: change the pulse',
    ),
  ),
  id: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(64),
      v.description('add: small letters, digits and dashes; made from the task when left out'),
    ),
  ),
  schedule: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(120),
      v.description(
        'Five cron fields: minute hour day-of-month month weekday. "0 9 * * 1-5" is 9:00 on weekdays',
      ),
    ),
  ),
  task: v.optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.minLength(1, 'Needs words'),
      v.maxLength(4000, 'Must be at most 4000 characters'),
      v.description(
        'What to do then, as you would want to be told it without having this conversation at hand',
      ),
    ),
  ),
  enabled: v.optional(v.pipe(v.boolean(), v.description('Whether the job, or the pulse, is on'))),
  oneShot: v.optional(v.pipe(v.boolean(), v.description('Run once, then remove the job'))),
  timezone: v.optional(
    v.pipe(
      v.string(),
      v.maxLength(64),
      v.description(
        'A name such as Europe/Berlin; this computer’s when left out, and again with an empty text',
      ),
    ),
  ),
  intervalMinutes: v.optional(
    v.pipe(
      v.number(),
      v.integer('Must be a whole number'),
      v.minValue(5, 'Must be at least 5'),
      v.maxValue(1440, 'Must be at most 1440'),
      v.description('pulse: how often, from 5 to 1440'),
    ),
  ),
  quietHours: v.optional(
    v.nullable(
      v.pipe(
        v.object({ start: clockTime, end: clockTime }),
        v.description(
          'pulse: when it holds back, as HH:MM of this computer, may span midnight; null for never',
        ),
      ),
    ),
  ),
})
export type ScheduleInput = v.InferOutput<typeof scheduleInput>
