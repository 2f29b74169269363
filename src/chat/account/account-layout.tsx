import type { ReactNode } from 'react'
import { Mark } from '../ui/mark.tsx'

/** One question on a page, with the button at thumb height on a phone. */
export function AccountLayout({
  title,
  lead,
  children,
}: {
  title: string
  lead: string
  children: ReactNode
}) {
  return (
    <div className="h-full overflow-y-auto pt-(--inset-top) pb-(--inset-bottom)">
      <main className="mx-auto flex min-h-full w-full max-w-[26rem] flex-col px-5 pt-8 pb-5 sm:justify-center sm:pt-5 sm:pb-[12vh]">
        <Mark className="size-10 rounded-[12px]" />
        <h1 className="mt-6 text-2xl leading-tight font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 text-ink-2">{lead}</p>
        {children}
      </main>
    </div>
  )
}
