import { useState } from 'react'
import { texts } from '../../texts.ts'
import { classNames } from '../../ui/class-names.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ShowAll } from './show-all.tsx'

const firstLines = 40

/**
 * What a tool printed: the end of it first, because that is where the result is. A file is shown from its beginning, and its lines are
 * not broken.
 */
export function OutputView({ output, isFile }: { output: string; isFile: boolean }) {
  const [isWhole, setIsWhole] = useState(false)
  const lines = output.replace(/\n+$/, '').split('\n')
  const shown = isWhole ? lines : isFile ? lines.slice(0, firstLines) : lines.slice(-firstLines)
  const rest = shown.length < lines.length && (
    <ShowAll count={lines.length} onClick={() => setIsWhole(true)} />
  )
  return (
    <>
      {!isFile && rest}
      <ScrollRegion
        label={texts.transcript.outputLabel}
        className="max-h-80 overflow-auto border-t px-3 py-2"
      >
        <pre
          className={classNames(
            'w-max min-w-full font-mono text-xs leading-5 text-ink-2',
            !isFile && 'max-w-full whitespace-pre-wrap [overflow-wrap:anywhere]',
          )}
        >
          {shown.join('\n')}
        </pre>
      </ScrollRegion>
      {isFile && rest}
    </>
  )
}
