import ChevronRight from 'lucide-react/icons/chevron-right'
import type { ReactNode } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { useOpenRow } from './row-memory.ts'

/** A row of 36 px that opens to what is behind it, which is not drawn before. */
export function Disclosure({
  name,
  summary,
  preview,
  children,
  isBare = false,
}: {
  /** Its own within the message. */
  name: string
  summary: ReactNode
  /** Under the row while it is closed; what it shows is behind the row too. */
  preview?: ReactNode
  children: () => ReactNode
  /** Without a box around it. */
  isBare?: boolean
}) {
  const [isOpen, setIsOpen] = useOpenRow(name)
  return (
    <details
      open={isOpen}
      className={classNames(
        'group/row min-w-0',
        !isBare && 'overflow-hidden rounded-[10px] border bg-surface shadow-low',
      )}
      onToggle={(event) => {
        if (event.target === event.currentTarget) setIsOpen(event.currentTarget.open)
      }}
    >
      <summary
        className={classNames(
          'block rounded-[10px] text-sm transition-colors duration-[120ms] focus-visible:-outline-offset-2',
          isBare ? 'text-ink-2 hover:text-ink' : 'px-3 hover:bg-bubble',
        )}
      >
        <span className="flex h-control items-center gap-2">
          {summary}
          <ChevronRight
            size={16}
            strokeWidth={1.75}
            aria-hidden
            className={classNames(
              'shrink-0 text-ink-3 transition-transform duration-[120ms]',
              isOpen && 'rotate-90',
            )}
          />
        </span>
        {!isOpen && preview && (
          <span aria-hidden className="block">
            {preview}
          </span>
        )}
      </summary>
      {isOpen && children()}
    </details>
  )
}
