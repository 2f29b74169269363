import * as v from 'valibot'
import type { PartUpdate, ToolCall, ToolStatus } from '../../../protocol/turn-parts.ts'
import type { ContentBlock } from '../sdk-messages.ts'
import { isPlanTool } from './plan.ts'
import { capped, diffOf, outputOf } from './tool-output.ts'
import { isHiddenTool, type ToolWordsOf } from './tool-words.ts'

interface KnownCall {
  name: string
  input: unknown
  /** What the chat shows; undefined for what has no row. */
  row: ToolCall | undefined
  isOver: boolean
  /** Of a subagent: what it does, step by step. */
  steps: string[]
}
export interface ToolResult {
  block: ContentBlock
  /** The tool's own result. */
  own: unknown
  /** Whether it never ran because the owner stopped the turn. */
  isStopped: boolean
}

/** Results of calls that go on after them. */
const inBackground = v.union([
  v.object({ isAsync: v.literal(true) }),
  v.object({ backgroundTaskId: v.string() }),
])
/** As far as it has come, before the rest of the input is there. */
const earlyPath = /"(?:file_path|notebook_path)"\s*:\s*("(?:[^"\\]|\\.)*")/
const mostSteps = 30

/** The rows of tool calls, of the main conversation and of its subagents. */
export function createToolCalls(deps: {
  say: (update: PartUpdate) => void
  words: ToolWordsOf
  onPlan: (name: string, input: unknown, own: unknown) => void
  /** A row was added to the answer. */
  onNewRow: () => void
}) {
  const { words } = deps
  const calls = new Map<string, KnownCall>()
  /** Calls whose work outlives their turn, by id. */
  const background = new Map<string, ToolCall>()
  let streaming: { id: string; name: string; json: string } | undefined

  function show(call: KnownCall, change: Partial<ToolCall>) {
    if (call.row === undefined) return
    call.row = { ...call.row, ...change }
    deps.say({ type: 'tool', tool: call.row })
  }

  function open(id: string, name: string, input: unknown, parentId: string | null) {
    const known = calls.get(id)
    const hasRow = !isHiddenTool(name) && !isPlanTool(name)
    if (known !== undefined) {
      known.input = input
      if (!known.isOver) show(known, words.wordsOf(name, input))
      return
    }
    const call: KnownCall = { name, input, row: undefined, isOver: false, steps: [] }
    calls.set(id, call)
    if (!hasRow) return
    const about = words.wordsOf(name, input)
    call.row = { id, name, ...about, status: 'running', ...(parentId !== null && { parentId }) }
    deps.onNewRow()
    show(call, {})
  }

  function statusOf({ block, isStopped }: ToolResult): ToolStatus {
    if (isStopped) return 'stopped'
    return block.is_error === true ? 'failed' : 'done'
  }

  return {
    /** The model begins to write a call. */
    streamStart(id: string, name: string) {
      streaming = { id, name, json: '' }
    },
    /** Files take long to write: their row is there as soon as their path is. */
    streamInput(json: string) {
      if (streaming === undefined || calls.has(streaming.id)) return
      streaming.json += json
      if (!['Write', 'Edit', 'NotebookEdit'].includes(streaming.name)) return
      const path = earlyPath.exec(streaming.json)?.[1]
      if (path === undefined) return
      const file_path = parsed(path)
      if (file_path === undefined) return
      open(streaming.id, streaming.name, { file_path, notebook_path: file_path }, null)
    },
    /** The call is whole. Calls of a subagent that an earlier turn began are not shown. */
    call(block: ContentBlock, parentId: string | null) {
      if (block.id === undefined || block.name === undefined) return
      if (parentId !== null && !calls.has(parentId)) return
      open(block.id, block.name, block.input, parentId)
    },
    result(result: ToolResult) {
      const { block, own } = result
      const call = calls.get(block.tool_use_id ?? '')
      if (call === undefined || call.isOver) return
      call.isOver = true
      const status = statusOf(result)
      if (isPlanTool(call.name) && status === 'done') deps.onPlan(call.name, call.input, own)
      if (call.row === undefined) return
      if (v.is(inBackground, own)) {
        background.set(call.row.id, call.row)
        return show(call, { status, output: 'Goes on in the background.' })
      }
      const diff = status === 'done' ? diffOf(own, words.shownPath) : undefined
      // The engine's words on a stopped call are orders for the model.
      const output = diff !== undefined || status === 'stopped' ? undefined : outputOf(call.name, block, own)
      show(call, { status, ...(diff && { diff }), ...(output && { output }) })
    },
    /** What a running command has printed, all of it or its end. */
    progress(id: string, output: string) {
      const call = calls.get(id)
      if (call !== undefined && !call.isOver) show(call, { output: capped(output, 'end') })
    },
    /** What a subagent is doing now. */
    step(id: string, words: string) {
      const call = calls.get(id)
      if (call === undefined || call.isOver || call.steps.at(-1) === words) return
      call.steps = [...call.steps, words].slice(-mostSteps)
      show(call, { output: call.steps.join('\n') })
    },
    /** The row that tells how work in the background ended; undefined for other tasks. */
    backgroundEnd(id: string, status: string, summary: string): ToolCall | undefined {
      const row = background.get(id)
      if (row === undefined) return undefined
      background.delete(id)
      const { parentId: _, ...rest } = row
      return {
        ...rest,
        status: status === 'completed' ? 'done' : status === 'failed' ? 'failed' : 'stopped',
        output: capped(summary),
      }
    },
    /** Forgets calls that a broken stream had begun; gives those that had a row and no result. */
    forget(ids: readonly string[]): string[] {
      return ids.filter((id) => {
        const call = calls.get(id)
        if (call === undefined || call.isOver) return false
        calls.delete(id)
        return call.row !== undefined
      })
    },
    /** The turn is over: what still runs was stopped with it, unless a subagent goes on with it in the background. */
    endTurn() {
      for (const call of calls.values()) {
        const isInBackground = call.row?.parentId !== undefined && background.has(call.row.parentId)
        if (!call.isOver) show(call, { status: isInBackground ? 'done' : 'stopped' })
      }
      calls.clear()
      streaming = undefined
    },
  }
}

/** undefined for what is no JSON: the whole call comes later, and tells. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
