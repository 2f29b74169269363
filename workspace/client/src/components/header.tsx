import { useLive, useNow, useShell } from '../page-context.ts'
import { count, duration, greeting, longDay } from '../wording.ts'

/** The name of the page, the greeting, the day, and what is open. */
export function Header({ name }: { name: string }) {
  const shell = useShell()
  const { data } = useLive<{ notes: { kind: string; isDone: boolean }[] }>('/notes')
  const now = useNow()
  const today = new Date(now)
  const open = data?.notes.filter((note) => note.kind === 'todo' && !note.isDone).length
  const waiting =
    open === undefined ? '' : open === 0 ? ' Nothing is waiting for you.' : ` ${count(open, 'to-do')} open.`
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-6 gap-y-1">
      <div className="min-w-0">
        <p className="text-label font-medium text-text-2">{name}</p>
        <h1 className="text-display leading-[1.25] font-semibold tracking-[-0.015em]">
          {greeting(today)}
          {shell?.ownerName && `, ${shell.ownerName}`}
        </h1>
        <p className="mt-1 text-text-2">
          {longDay(today)}.{waiting}
        </p>
      </div>
      {shell && (
        <p className="text-label text-text-3 tabular-nums">
          {shell.agent.isAway
            ? 'Not answering'
            : `Up ${duration(now - shell.machine.startedAt)} · ${count(shell.machine.devices, 'device')}`}
        </p>
      )}
    </header>
  )
}
