import type { Agent } from '../agents/agent.ts'
import type { Settings } from '../platform/store/settings.ts'
import type { Turn, TurnOrigin, Turns } from '../platform/store/turns.ts'
import type { Notice } from '../protocol/turn-parts.ts'
import type { Clock } from '../system/clock.ts'

/** What begins by itself, with nobody there to watch it. */
export const scheduled: readonly TurnOrigin[] = ['pulse', 'cron']

const defaultDailyBudgetUsd = 5

const noAgent: Notice = {
  level: 'error',
  code: 'no-provider',
  text: 'The chosen provider is not part of this version. Choose another one in the settings.',
  action: 'connect-provider',
}

/**
 * Why a turn must not begin, if it must not: nobody runs it, or it is one of the scheduled ones, which stop for the day once they have
 * cost as much as the owner gave them.
 */
export function refusalOf(
  deps: { settings: Settings; turns: Turns; clock: Clock },
  turn: Turn,
  agent: Agent | undefined,
): Notice | undefined {
  return agent === undefined ? noAgent : overBudget(deps, turn)
}

function overBudget(
  { settings, turns, clock }: { settings: Settings; turns: Turns; clock: Clock },
  turn: Turn,
): Notice | undefined {
  if (!scheduled.includes(turn.origin)) return undefined
  const budget = settings.get('dailyBudgetUsd') ?? defaultDailyBudgetUsd
  const midnight = new Date(clock.now()).setHours(0, 0, 0, 0)
  if (turns.costSince(midnight, scheduled) < budget) return undefined
  const text = `Today’s budget of $${budget} for scheduled turns is used up. They go on tomorrow, or when you raise it.`
  return { level: 'error', code: 'budget', text, action: 'open-settings' }
}
