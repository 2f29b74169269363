import { Cron } from 'croner'

/** When a cron expression of five fields is due next, in its time zone; null when never. Throws on one that is wrong. */
export function nextCronRun(expression: string, timezone: string | undefined, after: Date): Date | null {
  return new Cron(expression, { mode: '5-part', paused: true, ...(timezone && { timezone }) }).nextRun(after)
}
