import type * as v from 'valibot'
import type { sessionInfo } from '../../protocol/api.ts'
import { Button } from '../ui/button.tsx'
import { timeWords } from './date-words.ts'
import { devicesTexts as texts } from './devices-texts.ts'

export type SessionInfo = v.InferOutput<typeof sessionInfo>

/** Whoever is signed in, when and from where, and how to end that. */
export function SessionRow({
  session: { device, address, lastSeenAt, isCurrent, hasPush },
  end,
  onEnd,
}: {
  session: SessionInfo
  end: { label: string; name: string } | null
  onEnd: () => void
}) {
  const facts = [
    ...(isCurrent ? [] : [texts.seen(timeWords(lastSeenAt))]),
    texts.from(address),
    ...(hasPush ? [texts.notifications] : []),
  ]
  return (
    <li className="flex min-h-14 items-center gap-2 border-b py-1 pr-1 pl-4 last:border-b-0">
      <span className="min-w-0 flex-1 py-1">
        <span className="block font-medium [overflow-wrap:anywhere]">{device}</span>
        <span className="block text-sm tabular-nums text-ink-2 [overflow-wrap:anywhere]">
          {isCurrent && <span className="font-medium text-accent-text">{texts.thisDevice} · </span>}
          {facts.join(' · ')}
        </span>
      </span>
      {end && (
        <Button look="quiet" aria-label={end.name} onClick={onEnd}>
          {end.label}
        </Button>
      )}
    </li>
  )
}
