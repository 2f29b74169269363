import type { ReactNode } from 'react'

const dots = {
  on: 'bg-accent',
  off: 'bg-line-strong',
  warn: 'bg-warn',
} as const

/** A list of rows with a line between them. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className="divide-y divide-line">{children}</ul>
}

/** One row: a dot, what it is, and its value at the right. */
export function Row({
  dot,
  value,
  children,
}: {
  dot: keyof typeof dots
  value: string
  children: ReactNode
}) {
  return (
    <li className="flex min-h-10 items-center gap-3 py-1.5">
      <span aria-hidden="true" className={`size-[7px] shrink-0 rounded-full ${dots[dot]}`} />
      <span className="min-w-0 flex-1">{children}</span>
      <span className="max-w-[60%] text-right text-label text-text-3 tabular-nums">{value}</span>
    </li>
  )
}

/** Stands where rows will be, at their height, so that nothing moves when they come. */
export function LoadingRows({ count }: { count: number }) {
  return (
    <div role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, row) => row).map((row) => (
        <div key={row} className="flex min-h-10 items-center">
          <div className="h-3 w-2/3 rounded bg-sunken" />
        </div>
      ))}
    </div>
  )
}
