import type { Usage } from '../../../protocol/chat.ts'
import type { ResultMessage } from '../sdk-messages.ts'

/**
 * What a turn took, in all models and subagents. The engine's totals run over the whole session and go on after a resume, so the
 * difference that it gives beside them is what counts. Costs are left out when the engine has no price for a model.
 */
export function usageOf(result: ResultMessage, durationMs: number): Usage {
  const models = Object.entries(result.model_usage_since_last_result ?? {})
  const sum = (of: (usage: (typeof models)[number][1]) => number) =>
    models.reduce((total, [, usage]) => total + of(usage), 0)
  const isPriced = models.every(
    ([name, usage]) => (usage.costBasis ?? result.modelUsage[name]?.costBasis) !== 'unknown',
  )
  return {
    inputTokens: sum(
      (usage) => usage.inputTokens + usage.cacheReadInputTokens + usage.cacheCreationInputTokens,
    ),
    outputTokens: sum((usage) => usage.outputTokens),
    ...(isPriced && models.length > 0 && { costUsd: dollars(sum((usage) => usage.costUSD)) }),
    durationMs,
  }
}

/** Millionths are the least that a token costs: the rest is noise of the arithmetic. */
function dollars(sum: number): number {
  return Math.round(sum * 1e6) / 1e6
}
