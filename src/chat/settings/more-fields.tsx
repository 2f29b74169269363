import ChevronRight from 'lucide-react/icons/chevron-right'
import type { ReactNode } from 'react'

/** Fields that few need, folded away. */
export function MoreFields({
  label,
  isOpen = false,
  children,
}: {
  label: string
  /** At first. */
  isOpen?: boolean
  children: ReactNode
}) {
  return (
    <details className="group/more" open={isOpen}>
      <summary className="flex min-h-control items-center text-sm font-medium text-accent-text">
        {label}
        <ChevronRight
          size={16}
          strokeWidth={1.75}
          aria-hidden
          className="ml-1 transition-transform duration-[120ms] group-open/more:rotate-90"
        />
      </summary>
      <div className="mt-2 flex flex-col gap-4">{children}</div>
    </details>
  )
}
