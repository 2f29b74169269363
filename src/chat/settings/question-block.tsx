import { type ReactNode, useId } from 'react'

/** One question of a page, with its answers under it. */
export function QuestionBlock({
  question,
  lead,
  children,
}: {
  question: string
  lead?: string
  children?: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="mb-7">
      <h3 id={id} className="text-lg leading-snug font-semibold tracking-tight">
        {question}
      </h3>
      {lead && <p className="mt-0.5 text-sm text-ink-2">{lead}</p>}
      <div className="mt-3 flex flex-col gap-3 empty:hidden">{children}</div>
    </section>
  )
}
