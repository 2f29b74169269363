import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'

const looks = {
  primary: 'bg-accent text-accent-fg hover:opacity-90',
  secondary: 'border bg-surface text-ink hover:bg-bubble',
  danger: 'bg-danger text-bg hover:opacity-90',
  quiet: 'text-accent-text hover:bg-accent-soft',
} as const

/** A button with words. */
export function Button({
  look = 'secondary',
  className,
  ...rest
}: { look?: keyof typeof looks; children: ReactNode } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'inline-flex min-h-control shrink-0 items-center justify-center gap-2 rounded-[10px] px-3 text-sm font-medium transition-[background-color,opacity] duration-[120ms] disabled:opacity-55',
        looks[look],
        className,
      )}
    />
  )
}
