import { type ReactNode, useState } from 'react'
import type { SentFile } from '../../protocol/turn-parts.ts'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { SentFiles } from './sent-files.tsx'

const longTranscript = 400

/** Its transcript is as long as one speaks, and stands beside the sound. */
function Spoken({ text }: { text: string }) {
  const [isOpen, setIsOpen] = useState(text.length < longTranscript)
  if (isOpen) return text
  return (
    <>
      <span className="line-clamp-5">{text}</span>
      <Button look="quiet" className="-mx-3 -mb-1.5" onClick={() => setIsOpen(true)}>
        {texts.transcript.showTranscript}
      </Button>
    </>
  )
}

/** What the owner said, as it was typed, under the files that came with it. */
export function OwnerBubble({
  text,
  files = [],
  isPale = false,
  actions,
  children,
}: {
  text: string
  files?: readonly SentFile[] | undefined
  isPale?: boolean
  /** A button to its left. */
  actions?: ReactNode
  /** Under it. */
  children?: ReactNode
}) {
  return (
    <div className="group/own relative flex flex-col items-end gap-1.5 pl-11">
      {files.length > 0 && <SentFiles files={files} />}
      {text !== '' && (
        <div className="relative max-w-full min-w-0">
          <div
            className={classNames(
              'rounded-[16px] rounded-br-[4px] bg-bubble px-3.5 py-2 whitespace-pre-wrap [overflow-wrap:anywhere] [unicode-bidi:plaintext]',
              isPale && 'text-ink-2',
            )}
          >
            <span className="sr-only">{texts.transcript.you}: </span>
            {files.some(({ voice }) => voice) ? <Spoken text={text} /> : text}
          </div>
          {actions}
        </div>
      )}
      {children}
    </div>
  )
}
