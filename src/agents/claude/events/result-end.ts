import type { Failure } from '../errors.ts'
import type { ResultMessage } from '../sdk-messages.ts'

/** What else is known of a turn when its result comes. */
export interface TurnFacts {
  /** The owner stopped it. */
  isInterrupted: boolean
  /** Why the engine was kept from trying again. */
  givenUp: Failure | undefined
  /** The engine's word for the error, from its last message. */
  errorKind: string | undefined
  isRefused: boolean
  /** When a rate limit ends; ms since 1970. */
  retryAt: number | undefined
}
export interface ResultEnd {
  outcome: 'done' | 'stopped' | 'failed'
  failure?: Failure
}

/** How a turn ended. `is_error` is what counts: an API error comes with the subtype `success`. */
export function resultEnd(result: ResultMessage, facts: TurnFacts): ResultEnd {
  if (!result.is_error) {
    const isRefused = facts.isRefused || result.stop_reason === 'refusal'
    return isRefused ? { outcome: 'failed', failure: { type: 'refusal', text: '' } } : { outcome: 'done' }
  }
  if (facts.isInterrupted) return { outcome: 'stopped' }
  if (facts.givenUp !== undefined) return { outcome: 'failed', failure: facts.givenUp }
  if (result.terminal_reason?.startsWith('aborted_')) return { outcome: 'stopped' }
  const failure = failureOf(result, facts)
  const isLimit = result.subtype === 'error_max_turns' || result.subtype === 'error_max_budget_usd'
  return { outcome: isLimit ? 'stopped' : 'failed', failure }
}

function failureOf(
  result: ResultMessage,
  { errorKind, retryAt, isRefused }: Pick<TurnFacts, 'errorKind' | 'retryAt' | 'isRefused'>,
): Failure {
  const words = [
    isRefused ? 'refusal' : undefined,
    result.startup_failure_reason,
    result.subtype === 'success' ? undefined : result.subtype,
    result.terminal_reason,
    errorKind,
    result.api_error_type,
    result.api_error,
  ]
  return {
    status: result.api_error_status,
    type: words.filter((word) => word !== undefined).join(' '),
    // What the engine says to its makers is nothing for the owner.
    text: [result.result, ...(result.errors ?? [])]
      .filter((text) => text !== undefined && !text.startsWith('[ede_diagnostic]'))
      .join('\n'),
    retryAt,
  }
}
