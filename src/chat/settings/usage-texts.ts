import type { UsageSource } from '../../protocol/usage.ts'

export const usageTexts = {
  empty: 'Nothing was used in the last 30 days.',
  emptyLead: 'What turns take in tokens and money appears here. The demo takes neither.',
  totals: 'In all',
  today: 'Today',
  week: '7 days',
  month: '30 days',
  noCost: 'no cost',
  noPrice: 'no price known',
  tokens: (count: string) => `${count} tokens`,
  turns: (count: number, words: string) => (count === 1 ? `${words} turn` : `${words} turns`),
  show: 'Show by day',
  measures: { cost: 'Cost', tokens: 'Tokens' },
  days: 'Days',
  scheduled: 'Scheduled',
  rest: 'Chat and background',
  limitLine: (dollars: string) => `${dollars} a day for scheduled turns`,
  table: 'As a table',
  day: 'Day',
  conversations: 'By conversation',
  deleted: 'A deleted conversation',
  sources: 'By source',
  sourceNames: {
    chat: 'Chat',
    scheduled: 'Scheduled',
    background: 'Background',
  } satisfies Record<UsageSource, string>,
  sourcesLead:
    'Scheduled is what begins by itself at its time; background are repairs, and what goes on after an answer.',
  providers: 'By provider',
  limits: 'Limits',
  limitsState: (day: string, turn: string | null) =>
    turn === null ? `${day} a day for scheduled turns` : `${turn} a turn, ${day} a day for scheduled turns`,
  spentToday: (spent: string, limit: string) => `Scheduled turns cost ${spent} of ${limit} today.`,
  priceNote: 'Costs are estimates by list prices; what your provider bills counts.',
}
