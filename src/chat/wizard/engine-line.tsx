import { useStore } from 'zustand/react'
import { useChat } from '../ui/chat-context.tsx'
import { percentWords } from '../ui/number-words.ts'
import { wizardTexts as texts } from './wizard-texts.ts'

/** How the download goes that runs beside the questions. It keeps its place when there is nothing to say, or it is said elsewhere. */
export function EngineLine({ isSaid }: { isSaid: boolean }) {
  const engine = useStore(useChat().engines.store, ({ known }) => known.claude)
  return (
    <p className="mb-2 min-h-5 text-sm text-ink-2 tabular-nums">
      {!isSaid && engine?.status === 'installing' && texts.engine(percentWords(engine.share ?? 0))}
      {!isSaid && engine?.status === 'failed' && texts.engineFailed}
    </p>
  )
}
