import { useStore } from 'zustand/react'
import { useChat } from './chat-context.tsx'

/** The one place of the page that screen readers speak by themselves. */
export function LiveRegion() {
  const lines = useStore(useChat().announcer.store, (state) => state.lines)
  return (
    <div aria-live="polite" className="sr-only">
      {lines.map((line) => (
        <p key={line.id}>{line.text}</p>
      ))}
    </div>
  )
}
