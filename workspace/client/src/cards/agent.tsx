import type { ShellContext } from '../bridge.ts'
import { Card } from '../components/card.tsx'
import { useLive, useShell } from '../page-context.ts'
import type { Schedule } from './next.tsx'

/** The agent's state, what it changed, what it remembers, and when it keeps quiet. */
export function Agent() {
  const shell = useShell()
  const facts = useLive<{ count: number }>('/facts').data
  const pulse = useLive<Schedule>('/schedule').data?.pulse
  const quiet = pulse?.quietHours
  return (
    <Card title="Your agent" aside={shell && stateOf(shell.agent)}>
      <dl className="grid grid-cols-3 divide-x divide-line">
        <Figure value={shell?.agent.changes} label="changes" />
        <Figure value={facts?.count} label="facts kept" />
        {pulse?.isQuietNow ? (
          <Figure value={quiet?.end} label="quiet until" />
        ) : (
          <Figure value={quiet?.start} label="quiet from" />
        )}
      </dl>
    </Card>
  )
}

function stateOf({ isAway, isWorking }: ShellContext['agent']): string {
  if (isAway) return 'Not answering'
  return isWorking ? 'Working' : 'Ready'
}

function Figure({ value, label }: { value: number | string | undefined; label: string }) {
  return (
    <div className="flex flex-col-reverse justify-end px-3.5 first:pl-0 last:pr-0">
      <dt className="text-label text-text-3">{label}</dt>
      <dd className="text-title leading-[1.6] font-semibold tabular-nums">{value ?? '–'}</dd>
    </div>
  )
}
