import { texts } from '../texts.ts'
import { classNames } from '../ui/class-names.ts'

/** What the owner said, as it was typed. */
export function OwnerBubble({ text, isPale = false }: { text: string; isPale?: boolean }) {
  return (
    <div className="flex justify-end pl-10">
      <div
        className={classNames(
          'max-w-full min-w-0 rounded-[16px] rounded-br-[4px] bg-bubble px-3.5 py-2 whitespace-pre-wrap [overflow-wrap:anywhere]',
          isPale && 'text-ink-2',
        )}
      >
        <span className="sr-only">{texts.transcript.you}: </span>
        {text}
      </div>
    </div>
  )
}
