import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** What scrolls on its own, reachable by keyboard. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string
  className: string
  children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, a section would be a landmark
    <div
      role="group"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll it
      tabIndex={0}
      className={classNames('focus-visible:-outline-offset-2', className)}
    >
      {children}
    </div>
  )
}
