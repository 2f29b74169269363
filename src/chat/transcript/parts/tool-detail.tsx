import type { ToolCall } from '../../../protocol/turn-parts.ts'
import { DiffView } from './diff-view.tsx'
import { OutputView } from './output-view.tsx'

/** What is behind an opened row: the changes, and what was printed. */
export function ToolDetail({ tool }: { tool: ToolCall }) {
  return (
    <>
      {tool.diff && <DiffView diff={tool.diff} />}
      {tool.output && <OutputView output={tool.output} isFile={tool.kind === 'read'} />}
    </>
  )
}
