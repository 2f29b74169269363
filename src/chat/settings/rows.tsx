import ChevronRight from 'lucide-react/icons/chevron-right'
import type { ReactNode } from 'react'

/** A list in one frame. */
export function Rows({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul aria-label={label} className="overflow-hidden rounded-[14px] border bg-surface shadow-low">
      {children}
    </ul>
  )
}

/** A line that leads to a page: its name, how it stands, and perhaps figures at its end. */
export function LinkRow({
  title,
  state,
  figures,
  onOpen,
}: {
  title: string
  state?: ReactNode
  figures?: string
  onOpen: () => void
}) {
  return (
    <li className="border-b last:border-b-0">
      <button
        type="button"
        className="flex min-h-14 w-full items-center gap-3 px-4 py-2 text-left hover:bg-bubble focus-visible:-outline-offset-2"
        onClick={onOpen}
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{title}</span>
          {state && <span className="block text-sm text-ink-2 [overflow-wrap:anywhere]">{state}</span>}
        </span>
        {figures && <span className="shrink-0 text-sm tabular-nums text-ink-2">{figures}</span>}
        <ChevronRight size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-3" />
      </button>
    </li>
  )
}

/** A line that says something: what it is about, and beside it or under it what holds. */
export function FactRow({ title, children, note }: { title: string; children?: ReactNode; note?: string }) {
  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-4 border-b px-4 py-2 last:border-b-0">
      <span className="min-w-28 flex-1">
        <span className="block [overflow-wrap:anywhere]">{title}</span>
        {note && <span className="block text-sm text-ink-2 [overflow-wrap:anywhere]">{note}</span>}
      </span>
      {children && (
        <span className="max-w-full text-right text-sm tabular-nums text-ink-2 [overflow-wrap:anywhere]">
          {children}
        </span>
      )}
    </li>
  )
}
