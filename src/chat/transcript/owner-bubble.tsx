import type { ReactNode } from 'react'
import type { SentFile } from '../../protocol/turn-parts.ts'
import { texts } from '../texts.ts'
import { classNames } from '../ui/class-names.ts'
import { SentFiles } from './sent-files.tsx'

/** What the owner said, as it was typed, under the files that came with it. */
export function OwnerBubble({
  text,
  files = [],
  isPale = false,
  actions,
}: {
  text: string
  files?: readonly SentFile[] | undefined
  isPale?: boolean
  /** A button to its left. */
  actions?: ReactNode
}) {
  return (
    <div className="group/own relative flex flex-col items-end gap-1.5 pl-11">
      {files.length > 0 && <SentFiles files={files} />}
      {text !== '' && (
        <div className="relative max-w-full min-w-0">
          <div
            className={classNames(
              'rounded-[16px] rounded-br-[4px] bg-bubble px-3.5 py-2 whitespace-pre-wrap [overflow-wrap:anywhere]',
              isPale && 'text-ink-2',
            )}
          >
            <span className="sr-only">{texts.transcript.you}: </span>
            {text}
          </div>
          {actions}
        </div>
      )}
    </div>
  )
}
