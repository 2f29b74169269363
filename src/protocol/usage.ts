import * as v from 'valibot'

/** `GET /api/usage?days=30&zone=Europe/Lisbon`: what the agent used and what that cost. Apart from the rest, as the chat loads it later. */

/** Who began a turn: the owner, the schedule, or Bloby itself (a repair, the end of something that ran on). */
export const usageSources = ['chat', 'scheduled', 'background'] as const
export type UsageSource = (typeof usageSources)[number]

const amount = {
  turns: v.number(),
  inputTokens: v.number(),
  outputTokens: v.number(),
  /** The sum of what has a price. */
  costUsd: v.number(),
  /** Of the turns, those that used tokens of a model without a price: it runs at home, or nobody named one. */
  unpricedTurns: v.number(),
}
const usageAmount = v.object(amount)
export type UsageAmount = v.InferOutput<typeof usageAmount>

export const usageAnswer = v.object({
  /** The time zone in which its days begin and end. */
  zone: v.string(),
  /** One for each day, the oldest first, the last one today; `date` as `2026-11-21`. */
  days: v.array(
    v.object({
      date: v.string(),
      ...amount,
      /** What of the cost the schedule began: it alone counts against the budget of a day. */
      scheduledUsd: v.number(),
    }),
  ),
  /** The ten that used most in these days, first the one that cost most; without a title it was deleted. */
  conversations: v.array(v.object({ id: v.string(), title: v.nullable(v.string()), ...amount })),
  /** Those that there were. */
  sources: v.array(v.object({ source: v.picklist(usageSources), ...amount })),
  providers: v.array(v.object({ provider: v.string(), ...amount })),
  budget: v.object({ turnUsd: v.nullable(v.number()), dayUsd: v.number() }),
})
export type UsageAnswer = v.InferOutput<typeof usageAnswer>
export type UsageDay = UsageAnswer['days'][number]
