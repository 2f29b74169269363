import { classNames } from './class-names.ts'

const dots = {
  ready: 'bg-alive',
  working: 'animate-breathe bg-alive',
  'needs-owner': 'bg-[oklch(0.78_0.15_75)]',
  away: 'bg-line-strong',
}

/** Bloby's mark. Its dot is still when ready, breathes when working, is amber when the owner is needed, and grey without a connection. */
export function Mark({ state = 'ready', className }: { state?: keyof typeof dots; className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-[8px] bg-ink',
        className,
      )}
    >
      <StateDot state={state} />
    </span>
  )
}

export function StateDot({ state }: { state: keyof typeof dots }) {
  return <span aria-hidden className={classNames('size-2 shrink-0 rounded-full', dots[state])} />
}
