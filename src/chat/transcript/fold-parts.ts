import type { MessagePart, ToolCall } from '../../protocol/turn-parts.ts'

export interface ToolNode {
  readonly tool: ToolCall
  /** What a subagent did on behalf of this call. */
  readonly children: readonly ToolNode[]
}

/** A piece of an answer as it is shown. */
export type FoldedPart =
  | { type: 'part'; key: string; part: Exclude<MessagePart, { type: 'tool' }> }
  /** One call, or several of one kind that came one after the other. */
  | { type: 'tools'; key: string; nodes: readonly ToolNode[] }

/** Puts runs of tool calls of one kind together, and calls of subagents under the call that began them. */
export function foldParts(parts: readonly MessagePart[]): FoldedPart[] {
  const calls = parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : []))
  const ids = new Set(calls.map((tool) => tool.id))
  const isTop = (tool: ToolCall) =>
    tool.parentId === undefined || tool.parentId === tool.id || !ids.has(tool.parentId)
  const childrenOf = Map.groupBy(calls, (tool) => tool.parentId)
  const nodeOf = (tool: ToolCall): ToolNode => ({
    tool,
    children: (childrenOf.get(tool.id) ?? []).filter((other) => other.id !== tool.id).map(nodeOf),
  })

  const folded: FoldedPart[] = []
  parts.forEach((part, index) => {
    if (part.type !== 'tool') {
      if (part.type !== 'text' || part.text.trim() !== '')
        folded.push({ type: 'part', key: `${part.type}-${index}`, part })
      return
    }
    if (!isTop(part.tool)) return
    const node = nodeOf(part.tool)
    const last = folded.at(-1)
    const first = last?.type === 'tools' ? last.nodes[0] : undefined
    if (last?.type === 'tools' && first && canFold(first, node))
      folded[folded.length - 1] = { ...last, nodes: [...last.nodes, node] }
    else folded.push({ type: 'tools', key: `tool-${part.tool.id}`, nodes: [node] })
  })
  return folded
}

function canFold(first: ToolNode, next: ToolNode): boolean {
  const isPlain = (node: ToolNode) => node.children.length === 0
  return first.tool.kind === next.tool.kind && isPlain(first) && isPlain(next)
}
