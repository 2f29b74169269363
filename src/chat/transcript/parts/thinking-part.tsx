import { texts } from '../../texts.ts'
import { Disclosure } from './disclosure.tsx'

/** What the model thought, folded away. */
export function ThinkingPart({
  name,
  text,
  isRunning,
}: {
  /** Its own within the message. */
  name: string
  text: string
  isRunning: boolean
}) {
  return (
    <Disclosure
      name={name}
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
