import { createContext, useContext } from 'react'
import type { StoreApi } from 'zustand/vanilla'
import type { Chat } from '../chat.ts'
import type { Theme } from '../theme/theme.ts'

export interface PageContext {
  chat: Chat
  theme: { store: StoreApi<{ theme: Theme }>; choose(theme: Theme): void }
  /** From the address; undefined when the owner has to paste it. */
  setupCode: string | undefined
}

const Context = createContext<PageContext | null>(null)
export const PageProvider = Context.Provider

export function usePage(): PageContext {
  const page = useContext(Context)
  if (!page) throw new Error('usePage needs a PageProvider above it.')
  return page
}

export function useChat(): Chat {
  return usePage().chat
}
