import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'

/** A button with an icon alone; `label` is its name for screen readers and on hover. */
export function IconButton({
  label,
  icon: Icon,
  className,
  size = 18,
  ...rest
}: { label: string; icon: LucideIcon; size?: number } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      aria-label={label}
      className={classNames(
        'inline-flex size-control shrink-0 items-center justify-center rounded-[10px] text-ink-2 transition-colors duration-[120ms] hover:bg-bubble hover:text-ink disabled:opacity-40',
        className,
      )}
    >
      <Icon size={size} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
