import { createContext, useContext, useState } from 'react'

/** The rows of a message that are open, for as long as the page is: a list draws what is far away anew when it comes back. */
export interface RowMemory {
  messageId: string
  opened: Set<string>
}

const RowMemoryContext = createContext<RowMemory | null>(null)
export const RowMemoryProvider = RowMemoryContext.Provider

/** Whether a row is open, remembered under its name within the message where there is one around it. */
export function useOpenRow(name: string): [isOpen: boolean, setIsOpen: (isOpen: boolean) => void] {
  const memory = useContext(RowMemoryContext)
  const key = `${memory?.messageId}/${name}`
  const [isOpen, setIsOpen] = useState(() => memory?.opened.has(key) ?? false)
  return [
    isOpen,
    (next) => {
      setIsOpen(next)
      if (next) memory?.opened.add(key)
      else memory?.opened.delete(key)
    },
  ]
}
