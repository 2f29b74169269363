import { memo } from 'react'
import type { ToolKind } from '../../../protocol/turn-parts.ts'
import { classNames } from '../../ui/class-names.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'
import type { ToolNode } from '../fold-parts.ts'
import { groupWords, progressLines, type ToolWords, toolWords } from '../tool-words.ts'
import { Disclosure } from './disclosure.tsx'
import { ToolIcon, ToolState } from './tool-icon.tsx'

const ToolDetail = lazyPart(async () => (await import('./tool-detail.tsx')).ToolDetail)

/** One tool call, or a run of one kind folded into one row. It is drawn again only when one of its calls changed. */
export const ToolRow = memo(
  function ToolRow({ nodes }: { nodes: readonly ToolNode[] }) {
    const [first, ...rest] = nodes
    if (!first) return null
    if (rest.length === 0) return <CallRow node={first} />
    const words = groupWords([first.tool, ...rest.map((node) => node.tool)])
    return (
      <Disclosure name={`run-${first.tool.id}`} summary={<RowWords kind={first.tool.kind} words={words} />}>
        {() => <Nested nodes={nodes} />}
      </Disclosure>
    )
  },
  (before, now) => isSame(before.nodes, now.nodes),
)

function isSame(before: readonly ToolNode[], now: readonly ToolNode[]): boolean {
  return (
    before.length === now.length &&
    before.every(
      (node, index) => node.tool === now[index]?.tool && isSame(node.children, now[index].children),
    )
  )
}

function CallRow({ node: { tool, children } }: { node: ToolNode }) {
  const words = <RowWords kind={tool.kind} words={toolWords(tool)} />
  const hasMore = tool.diff !== undefined || (tool.output ?? '') !== '' || children.length > 0
  if (!hasMore)
    return (
      <div className="flex h-control items-center gap-2 rounded-[10px] border bg-surface px-3 text-sm shadow-low">
        {words}
      </div>
    )
  return (
    <Disclosure name={tool.id} summary={words} preview={<Progress lines={progressLines(tool, children)} />}>
      {() => (
        <>
          {children.length > 0 && <Nested nodes={children} />}
          <ToolDetail tool={tool} />
        </>
      )}
    </Disclosure>
  )
}

/** What a running call is at, in sight without a tap. */
function Progress({ lines }: { lines: readonly string[] }) {
  return lines.length === 0 ? null : (
    <span className="block pb-2 pl-6 font-mono text-xs leading-5 text-ink-2">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are their place
        <span key={index} className="block truncate whitespace-pre">
          {line}
        </span>
      ))}
    </span>
  )
}

function Nested({ nodes }: { nodes: readonly ToolNode[] }) {
  return (
    <div className="flex flex-col gap-1.5 border-t bg-sunken p-1.5">
      {nodes.map((node) => (
        <CallRow key={node.tool.id} node={node} />
      ))}
    </div>
  )
}

function RowWords({ kind, words }: { kind: ToolKind; words: ToolWords }) {
  return (
    <>
      <ToolIcon kind={kind} />
      <span className="min-w-0 flex-1 truncate">
        <span>{words.verb}</span>{' '}
        <span className={classNames('text-ink-2', words.isCode && 'ml-0.5 font-mono text-xs')}>
          {words.target}
        </span>
      </span>
      {words.count !== undefined && (
        <span className="shrink-0 text-xs text-ink-2 tabular-nums">{words.count}</span>
      )}
      {words.added + words.removed > 0 && (
        <span className="shrink-0 text-xs tabular-nums">
          {words.added > 0 && <span className="text-ok">+{words.added}</span>}
          {words.added > 0 && words.removed > 0 && ' '}
          {words.removed > 0 && <span className="text-danger">−{words.removed}</span>}
        </span>
      )}
      <ToolState status={words.status} />
    </>
  )
}
