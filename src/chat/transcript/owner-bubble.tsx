import type { SentFile } from '../../protocol/turn-parts.ts'
import { texts } from '../texts.ts'
import { classNames } from '../ui/class-names.ts'
import { SentFiles } from './sent-files.tsx'

/** What the owner said, as it was typed, under the files that came with it. */
export function OwnerBubble({
  text,
  files = [],
  isPale = false,
}: {
  text: string
  files?: readonly SentFile[] | undefined
  isPale?: boolean
}) {
  return (
    <div className="flex flex-col items-end gap-1.5 pl-10">
      {files.length > 0 && <SentFiles files={files} />}
      {text !== '' && (
        <div
          className={classNames(
            'max-w-full min-w-0 rounded-[16px] rounded-br-[4px] bg-bubble px-3.5 py-2 whitespace-pre-wrap [overflow-wrap:anywhere]',
            isPale && 'text-ink-2',
          )}
        >
          <span className="sr-only">{texts.transcript.you}: </span>
          {text}
        </div>
      )}
    </div>
  )
}
