import { useMemo, useState } from 'react'
import type { FileDiff } from '../../../protocol/turn-parts.ts'
import { texts } from '../../texts.ts'
import { classNames } from '../../ui/class-names.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { type DiffLine, diffLines } from '../diff-lines.ts'
import { ShowAll } from './show-all.tsx'

const firstLines = 120

/** The changes in one file, one line under the other. */
export function DiffView({ diff }: { diff: FileDiff }) {
  const [isWhole, setIsWhole] = useState(false)
  const lines = useMemo(() => diffLines(diff.patch), [diff.patch])
  const shown = isWhole ? lines : lines.slice(0, firstLines)
  return (
    <div className="border-t">
      <ScrollRegion
        label={texts.transcript.diffLabel(diff.path)}
        className="overflow-x-auto py-1 font-mono text-xs leading-5"
      >
        <div className="w-max min-w-full">
          {shown.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a patch does not change
            <Line key={index} line={line} />
          ))}
        </div>
      </ScrollRegion>
      {shown.length < lines.length && <ShowAll count={lines.length} onClick={() => setIsWhole(true)} />}
    </div>
  )
}

function Line({ line }: { line: DiffLine }) {
  if (line.kind === 'hunk')
    return <div className="my-1 border-y border-dashed px-3 whitespace-pre text-ink-3">⋯ {line.text}</div>
  const sign = { added: '+', removed: '−', context: ' ' }[line.kind]
  return (
    <div
      className={classNames(
        'pr-3 whitespace-pre',
        line.kind === 'added' && 'bg-add',
        line.kind === 'removed' && 'bg-del',
      )}
    >
      <span className="inline-block w-10 pr-2 text-right text-ink-3 select-none">{line.number}</span>
      <span className="inline-block w-4 text-ink-2 select-none">{sign}</span>
      {line.text === '' ? ' ' : line.text}
    </div>
  )
}
