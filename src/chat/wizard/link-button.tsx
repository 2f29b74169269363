import type { ReactNode } from 'react'

/** Another way to answer the same question, in plain sight. */
export function LinkButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="min-h-control self-start text-accent-text underline underline-offset-4"
      onClick={onClick}
    >
      {children}
    </button>
  )
}
