import { classNames } from './class-names.ts'

/** Bloby's mark. Its dot is still when ready, breathes when working, and is amber when the owner is needed. */
export function Mark({
  state = 'ready',
  className,
}: {
  state?: 'ready' | 'working' | 'needs-owner'
  className?: string
}) {
  return (
    <span
      aria-hidden
      className={classNames(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-[8px] bg-ink',
        className,
      )}
    >
      <span
        className={classNames(
          'size-2 rounded-full',
          state === 'needs-owner' ? 'bg-[oklch(0.78_0.15_75)]' : 'bg-alive',
          state === 'working' && 'animate-breathe',
        )}
      />
    </span>
  )
}
