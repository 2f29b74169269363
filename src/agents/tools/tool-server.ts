import * as v from 'valibot'
import { messageOf } from '../../system/errors.ts'
import { runTool } from './run-tool.ts'
import type { Tool, ToolContext } from './tool.ts'
import { toolSchemas } from './tool-schemas.ts'

/** One end of a connection, as the Model Context Protocol's TypeScript SDK has it. */
export interface ToolTransport {
  start(): Promise<void>
  send(message: object): Promise<void>
  close(): Promise<void>
  onmessage?: ((message: unknown) => void) | undefined
  onclose?: (() => void) | undefined
}

/** What the Claude Agent SDK takes as `instance` of an `sdk` server: it calls nothing but `connect`. */
export interface ToolServer {
  connect(transport: ToolTransport): Promise<void>
}

/** The revisions of the protocol, newest first. In all of them tools are listed and called in the same way. */
const protocolVersions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05']

const requestId = v.union([v.string(), v.number()])
const incoming = v.object({
  id: v.optional(requestId),
  method: v.string(),
  params: v.optional(v.record(v.string(), v.unknown())),
})
const toolCall = v.object({ name: v.string(), arguments: v.optional(v.unknown()) })

/**
 * Our tools as a server of the Model Context Protocol inside this process, for one process of an engine: JSON-RPC 2.0 with
 * `initialize`, `ping`, `tools/list`, `tools/call` and cancelling, after https://modelcontextprotocol.io/specification/2025-11-25.
 * `context` is asked at each call, since it belongs to the turn that runs then.
 */
export function createToolServer(deps: {
  tools: readonly Tool[]
  context: () => ToolContext
  /** Told of errors that are nobody's but ours. */
  logBug: (error: unknown, tool: string) => void
}): ToolServer {
  const { tools, context } = deps
  const running = new Map<string | number, AbortController>()

  async function call(id: string | number, params: unknown) {
    const { name, arguments: input } = v.parse(toolCall, params)
    const cancelled = new AbortController()
    running.set(id, cancelled)
    try {
      const turn = context()
      const signal = AbortSignal.any([turn.signal, cancelled.signal])
      const { text, isError } = await runTool(deps, { name, input }, { ...turn, signal })
      return { content: [{ type: 'text', text }], isError }
    } finally {
      running.delete(id)
    }
  }

  async function answer({ id, method, params }: v.InferOutput<typeof incoming>): Promise<object | undefined> {
    if (id === undefined) {
      const cancelled = v.safeParse(v.object({ requestId }), params)
      if (method === 'notifications/cancelled' && cancelled.success)
        running.get(cancelled.output.requestId)?.abort()
      return undefined
    }
    try {
      switch (method) {
        case 'initialize':
          return result(id, {
            protocolVersion:
              protocolVersions.find((version) => version === params?.protocolVersion) ?? protocolVersions[0],
            capabilities: { tools: {} },
            serverInfo: { name: 'bloby', version: '1' },
          })
        case 'ping':
          return result(id, {})
        case 'tools/list':
          return result(id, { tools: listed(tools) })
        case 'tools/call':
          return result(id, await call(id, params))
        default:
          return failure(id, -32601, `There is no method ${method}.`)
      }
    } catch (error) {
      const isWrong = error instanceof v.ValiError
      if (!isWrong) deps.logBug(error, method)
      return failure(id, isWrong ? -32602 : -32603, messageOf(error))
    }
  }

  return {
    async connect(transport) {
      transport.onmessage = (message) => {
        const parsed = v.safeParse(incoming, message)
        if (!parsed.success) return
        answer(parsed.output)
          .then((reply) => (reply === undefined ? undefined : transport.send(reply)))
          // The engine's process is gone, and with it whoever wanted to know.
          .catch(() => {})
      }
      transport.onclose = () => {
        for (const call of running.values()) call.abort()
      }
      await transport.start()
    },
  }
}

function listed(tools: readonly Tool[]) {
  return toolSchemas(tools).map((schema, index) => ({
    ...schema,
    annotations: { readOnlyHint: ['read', 'search'].includes(tools[index]?.kind ?? '') },
    // Claude Code otherwise hides tools of such servers behind a search.
    _meta: { 'anthropic/alwaysLoad': true },
  }))
}

function result(id: string | number, value: object) {
  return { jsonrpc: '2.0', id, result: value }
}

function failure(id: string | number, code: number, message: string) {
  return { jsonrpc: '2.0', id, error: { code, message } }
}
