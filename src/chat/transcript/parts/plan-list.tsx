import Check from 'lucide-react/icons/check'
import ListTodo from 'lucide-react/icons/list-todo'
import type { PlanEntry } from '../../../protocol/turn-parts.ts'
import { texts } from '../../texts.ts'
import { classNames } from '../../ui/class-names.ts'
import { Disclosure } from './disclosure.tsx'

/** The plan in one line, which opens to its steps. */
export function PlanRow({ entries }: { entries: readonly PlanEntry[] }) {
  const done = entries.filter((entry) => entry.status === 'done').length
  const current = entries.find((entry) => entry.status !== 'done')
  return (
    <Disclosure
      name="plan"
      summary={
        <>
          <ListTodo size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2" />
          <span className="min-w-0 flex-1 truncate">{current?.title ?? texts.transcript.plan}</span>
          <span className="shrink-0 text-xs text-ink-2 tabular-nums">
            {texts.transcript.planProgress(done, entries.length)}
          </span>
          <span aria-hidden className="h-1 w-14 shrink-0 overflow-hidden rounded-full bg-line">
            <span
              className="block h-full origin-left bg-accent transition-transform duration-[180ms]"
              style={{ transform: `scaleX(${done / Math.max(1, entries.length)})` }}
            />
          </span>
        </>
      }
    >
      {() => (
        <ol className="flex max-h-56 flex-col gap-2 overflow-y-auto border-t p-3">
          {entries.map((entry, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are their place
            <li key={index} className="flex items-start gap-2 text-sm">
              <Step status={entry.status} />
              <span className={classNames('min-w-0', entry.status === 'done' && 'text-ink-3')}>
                {entry.title}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Disclosure>
  )
}

function Step({ status }: { status: PlanEntry['status'] }) {
  return (
    <span
      role="img"
      aria-label={status === 'done' ? texts.transcript.done : texts.transcript.notDone}
      className={classNames(
        'mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-full',
        status === 'done' && 'bg-accent text-accent-fg',
        status === 'in-progress' && 'border-2 border-accent',
        status === 'pending' && 'border border-line-strong',
      )}
    >
      {status === 'done' && <Check size={11} strokeWidth={3} aria-hidden />}
    </span>
  )
}
