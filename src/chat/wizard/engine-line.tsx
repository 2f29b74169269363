import { useStore } from 'zustand/react'
import { useChat } from '../ui/chat-context.tsx'
import { pageLocale } from '../ui/page-locale.ts'
import { wizardTexts as texts } from './wizard-texts.ts'

/** How the download goes that runs beside the questions. It keeps its place when there is nothing to say. */
export function EngineLine() {
  const engine = useStore(useChat().engines.store, ({ known }) => known.claude)
  const share = Math.floor((engine?.share ?? 0) * 100) / 100
  return (
    <p className="mb-2 min-h-5 text-sm text-ink-2 tabular-nums">
      {engine?.status === 'installing' &&
        texts.engine(share.toLocaleString(pageLocale(), { style: 'percent' }))}
      {engine?.status === 'failed' && texts.engineFailed}
    </p>
  )
}
