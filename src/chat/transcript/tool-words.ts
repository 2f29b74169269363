import type { ToolCall, ToolStatus } from '../../protocol/turn-parts.ts'
import { texts } from '../texts.ts'

/** What a tool row says: the exact verb, what it is about, and how many lines changed. */
export interface ToolWords {
  verb: string
  target: string
  /** Whether `target` is code: a path, a command, an address. */
  isCode: boolean
  /** How many calls it stands for, when `target` does not say it; never cut off. */
  count?: string
  added: number
  removed: number
  status: ToolStatus
}

const fileKinds: readonly string[] = ['read', 'edit', 'delete', 'move']

export function toolWords(tool: ToolCall): ToolWords {
  return {
    verb: texts.tools[tool.kind][tool.status],
    target: targetOf(tool),
    isCode: isCode(tool),
    added: tool.diff?.added ?? 0,
    removed: tool.diff?.removed ?? 0,
    status: tool.status,
  }
}

const progressLineCount = 3

/** What a running call is at: the last lines that it printed, or what its subagent does. Nothing once it is over. */
export function progressLines(tool: ToolCall, children: readonly { tool: ToolCall }[]): string[] {
  if (tool.status !== 'running') return []
  const printed = (tool.output ?? '').split('\n').filter((line) => line.trim() !== '')
  if (printed.length > 0) return printed.slice(-progressLineCount)
  const last = children.at(-1)
  if (!last) return []
  const { verb, target } = toolWords(last.tool)
  return [`${verb} ${target}`]
}

/** The words of one row that stands for several calls of one kind. A running one gives its name to all. */
export function groupWords(tools: readonly [ToolCall, ...ToolCall[]]): ToolWords {
  const running = tools.find((tool) => tool.status === 'running')
  const sum = (of: (tool: ToolCall) => number) => tools.reduce((total, tool) => total + of(tool), 0)
  const status = running ? 'running' : worstOf(tools)
  const isAnyDone = tools.some((tool) => tool.status === 'done')
  return {
    // One that failed among those that did not is told by the state; all that failed did nothing.
    verb: texts.tools[tools[0].kind][status === 'failed' && isAnyDone ? 'done' : status],
    ...(running ? { target: targetOf(running), isCode: isCode(running) } : groupTarget(tools)),
    added: sum((tool) => tool.diff?.added ?? 0),
    removed: sum((tool) => tool.diff?.removed ?? 0),
    status,
  }
}

function groupTarget(
  tools: readonly [ToolCall, ...ToolCall[]],
): Pick<ToolWords, 'target' | 'isCode' | 'count'> {
  const targets = new Set(tools.map(targetOf))
  if (targets.size === 1)
    return {
      target: targetOf(tools[0]),
      isCode: isCode(tools[0]),
      count: texts.toolGroup.times(tools.length),
    }
  if (fileKinds.includes(tools[0].kind)) return { target: texts.toolGroup.files(targets.size), isCode: false }
  return {
    target: targetOf(tools[0]),
    isCode: isCode(tools[0]),
    count: texts.toolGroup.more(tools.length - 1),
  }
}

function worstOf(tools: readonly ToolCall[]): ToolStatus {
  const order = ['failed', 'stopped', 'done'] as const
  return order.find((status) => tools.some((tool) => tool.status === status)) ?? 'done'
}

/** A path, a command, a pattern or an address; what our own tools and subagents do is said in words. */
function isCode({ kind }: ToolCall): boolean {
  return kind !== 'other' && kind !== 'think'
}

function targetOf(tool: ToolCall): string {
  if (!fileKinds.includes(tool.kind)) return tool.title || tool.name
  const location = tool.locations[0]
  return tool.diff?.path ?? location?.path ?? (tool.title || tool.name)
}
