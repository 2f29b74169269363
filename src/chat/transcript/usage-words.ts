import type { Usage } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'
import { countWords, moneyWords } from '../ui/number-words.ts'
import { pageLocale } from '../ui/page-locale.ts'
import { durationWords } from '../ui/time-words.ts'

/** `14 s · 12.4K tokens · $0.03`; what is zero is left out. */
export function usageWords(usage: Usage, locale = pageLocale()): string {
  const tokens = usage.inputTokens + usage.outputTokens
  const cost = usage.costUsd ?? 0
  return [
    durationWords(usage.durationMs),
    ...(tokens > 0 ? [texts.transcript.tokens(countWords(tokens, locale))] : []),
    ...(cost > 0 ? [moneyWords(cost, locale)] : []),
  ].join(' · ')
}
