import { useStore } from 'zustand/react'
import { useChat } from '../ui/chat-context.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { problemsOf } from './app-status.ts'

const AppNews = lazyPart(async () => (await import('./app-news.tsx')).AppNews)

/** What the owner should know of the app, calmly, and only when there is something. */
export function AppCard() {
  const state = useStore(useChat().app.store)
  const problems = problemsOf(state)
  const isPreparing = state.app !== null && !state.app.isReady && problems.length === 0
  if (!isPreparing && problems.length === 0) return null
  return <AppNews isPreparing={isPreparing} step={state.app?.step} problems={problems} />
}
