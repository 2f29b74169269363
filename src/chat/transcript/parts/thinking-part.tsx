import { texts } from '../../texts.ts'
import { Disclosure } from './disclosure.tsx'

/** What the model thought, folded away. */
export function ThinkingPart({ text, isRunning }: { text: string; isRunning: boolean }) {
  return (
    <Disclosure
      isBare
      summary={<span>{isRunning ? texts.transcript.thinking : texts.transcript.thought}</span>}
    >
      {() => (
        <p className="border-l-2 pb-1 pl-3 text-sm whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]">
          {text.trim()}
        </p>
      )}
    </Disclosure>
  )
}
