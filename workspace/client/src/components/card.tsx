import { type ReactNode, useId } from 'react'

/** A box of the page, with a title and, at its right, an optional word or two. */
export function Card({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="min-w-0 rounded-card border border-line bg-surface px-[18px] py-4"
    >
      <div className="mb-2 flex items-baseline justify-between gap-3 text-label">
        <h2 id={id} className="font-semibold text-text-2">
          {title}
        </h2>
        {aside && <span className="text-text-3 tabular-nums">{aside}</span>}
      </div>
      {children}
    </section>
  )
}
