import { type UsageAmount, type UsageAnswer, type UsageSource, usageSources } from '../protocol/usage.ts'
import type { Clock } from '../system/clock.ts'
import { readSettings, type SettingsStores } from './settings-change.ts'
import type { TurnOrigin } from './store/turns.ts'
import type { UsageRow, UsageRows } from './store/usage.ts'

const dayMs = 86_400_000
const mostConversations = 10

const sourceOf: Record<TurnOrigin, UsageSource> = {
  owner: 'chat',
  pulse: 'scheduled',
  cron: 'scheduled',
  repair: 'background',
  background: 'background',
}

/** What the agent used in the last days, today among them, as the clocks of a time zone (an IANA name) count days. */
export function readUsage(
  { usage, clock, ...stores }: SettingsStores & { usage: UsageRows; clock: Pick<Clock, 'now'> },
  { days, zone }: { days: number; zone: string },
): UsageAnswer {
  const now = clock.now()
  const dateOf = dateIn(zone)
  const today = dateOf(now)
  const dates = Array.from({ length: days }, (_, index) => daysBefore(today, days - 1 - index))
  const isWithin = new Set(dates)
  // Days of 25 hours, and a zone that changed its offset: two more days are surely enough.
  const rows = usage
    .since(now - (days + 2) * dayMs)
    .map((row) => ({ ...row, date: dateOf(row.from), source: sourceOf[row.origin] }))
    .filter(({ date }) => isWithin.has(date))

  const byDate = Map.groupBy(rows, ({ date }) => date)
  const { turnBudgetUsd, dailyBudgetUsd } = readSettings(stores)
  return {
    zone,
    days: dates.map((date) => {
      const ofDate = byDate.get(date) ?? []
      const scheduled = ofDate.filter(({ source }) => source === 'scheduled')
      return { date, ...sumOf(ofDate), scheduledUsd: sumOf(scheduled).costUsd }
    }),
    conversations: [...Map.groupBy(rows, ({ conversationId }) => conversationId)]
      .map(([id, ofOne]) => ({ id, title: ofOne[0]?.title ?? null, ...sumOf(ofOne) }))
      .filter((each) => each.inputTokens + each.outputTokens > 0 || each.costUsd > 0)
      .sort(byUse)
      .slice(0, mostConversations),
    sources: usageSources
      .map((source) => ({ source, ...sumOf(rows.filter((row) => row.source === source)) }))
      .filter(({ turns }) => turns > 0),
    providers: [...Map.groupBy(rows, ({ provider }) => provider)]
      .map(([provider, ofOne]) => ({ provider, ...sumOf(ofOne) }))
      .sort(byUse),
    budget: { turnUsd: turnBudgetUsd, dayUsd: dailyBudgetUsd },
  }
}

function sumOf(rows: readonly UsageRow[]): UsageAmount {
  const sum = (of: (row: UsageRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    turns: sum((row) => row.turns),
    inputTokens: sum((row) => row.inputTokens),
    outputTokens: sum((row) => row.outputTokens),
    // Millionths of a dollar are the least that a token costs; the rest is noise of the arithmetic.
    costUsd: Math.round(sum((row) => row.costUsd) * 1e6) / 1e6,
    unpricedTurns: sum((row) => row.unpricedTurns),
  }
}

function byUse(a: UsageAmount, b: UsageAmount): number {
  return b.costUsd - a.costUsd || b.inputTokens + b.outputTokens - (a.inputTokens + a.outputTokens)
}

/** Gives the date of a time, as `2026-11-21`. */
function dateIn(zone: string): (time: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  return (time) => format.format(time)
}

function daysBefore(date: string, count: number): string {
  return new Date(Date.parse(date) - count * dayMs).toISOString().slice(0, 10)
}
