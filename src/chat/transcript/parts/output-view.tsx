import { useState } from 'react'
import { texts } from '../../texts.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ShowAll } from './show-all.tsx'

const lastLines = 40

/** What a tool printed: the end of it first, because that is where the result is. */
export function OutputView({ output }: { output: string }) {
  const [isWhole, setIsWhole] = useState(false)
  const lines = output.replace(/\n+$/, '').split('\n')
  const shown = isWhole ? lines : lines.slice(-lastLines)
  return (
    <div className="border-t">
      {shown.length < lines.length && <ShowAll count={lines.length} onClick={() => setIsWhole(true)} />}
      <ScrollRegion label={texts.transcript.outputLabel} className="max-h-80 overflow-auto px-3 py-2">
        <pre className="font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere] text-ink-2">
          {shown.join('\n')}
        </pre>
      </ScrollRegion>
    </div>
  )
}
