import * as v from 'valibot'

/**
 * What we read of the messages of the Claude Agent SDK, as version 0.3.329 sends them. Its `sdk.d.ts` explains most of them;
 * `abandoned_blocks`, `api_error`, `model_usage_since_last_result` and `is_api_error_message` are in the stream, though not there.
 * Everything else, and every type and field not named here, is ignored.
 */
export interface SdkMessage {
  type: string
  subtype?: string
}

/** The tool call of the subagent that a message belongs to; null for the main conversation. */
const parent_tool_use_id = v.optional(v.nullable(v.string()), null)

const contentBlock = v.object({
  type: v.string(),
  text: v.optional(v.string()),
  thinking: v.optional(v.string()),
  /** Of `tool_use`. */
  id: v.optional(v.string()),
  name: v.optional(v.string()),
  input: v.optional(v.unknown()),
  /** Of `tool_result`. */
  tool_use_id: v.optional(v.string()),
  content: v.optional(v.unknown()),
  is_error: v.optional(v.boolean()),
})
export type ContentBlock = v.InferOutput<typeof contentBlock>

/** An event of a streamed answer. */
const streamEvent = v.object({
  type: v.string(),
  message: v.optional(v.object({ id: v.string() })),
  content_block: v.optional(contentBlock),
  delta: v.optional(
    v.object({
      text: v.optional(v.string()),
      thinking: v.optional(v.string()),
      partial_json: v.optional(v.string()),
      stop_reason: v.optional(v.nullable(v.string())),
    }),
  ),
})
export type StreamEvent = v.InferOutput<typeof streamEvent>

const modelUsage = v.object({
  inputTokens: v.number(),
  outputTokens: v.number(),
  cacheReadInputTokens: v.optional(v.number(), 0),
  cacheCreationInputTokens: v.optional(v.number(), 0),
  costUSD: v.optional(v.number(), 0),
  costBasis: v.optional(v.string()),
})
const usageByModel = v.record(v.string(), modelUsage)

/** What the engine loaded of what it was given. Comes at the start of every turn. */
export const initMessage = v.object({
  type: v.literal('system'),
  subtype: v.literal('init'),
  session_id: v.string(),
  mcp_servers: v.optional(v.array(v.object({ name: v.string(), status: v.string() })), []),
  plugins: v.optional(v.array(v.object({ name: v.string(), path: v.string() })), []),
  plugin_errors: v.optional(
    v.array(
      v.object({
        plugin: v.string(),
        type: v.string(),
        message: v.string(),
        path: v.exactOptional(v.string()),
      }),
    ),
    [],
  ),
})

const result = v.object({
  type: v.literal('result'),
  subtype: v.string(),
  is_error: v.boolean(),
  result: v.optional(v.string()),
  errors: v.optional(v.array(v.string())),
  terminal_reason: v.optional(v.string()),
  stop_reason: v.optional(v.nullable(v.string())),
  startup_failure_reason: v.optional(v.string()),
  api_error_status: v.optional(v.nullable(v.number())),
  /** `error.type` of the Messages API. */
  api_error_type: v.optional(v.string()),
  /** `connection_failed` when there was no answer at all. */
  api_error: v.optional(v.string()),
  /** Prompts that still wait: each is followed by a result of its own, or shares one. */
  queued_turn_count: v.optional(v.number(), 0),
  origin: v.optional(v.object({ kind: v.string() })),
  /** Since the session began, in earlier processes too. */
  modelUsage: v.optional(usageByModel, {}),
  model_usage_since_last_result: v.optional(usageByModel),
})
export type ResultMessage = v.InferOutput<typeof result>

const taskFields = { task_id: v.string(), tool_use_id: v.optional(v.string()) }

const apiRetry = v.object({
  type: v.literal('system'),
  subtype: v.literal('api_retry'),
  attempt: v.number(),
  max_retries: v.number(),
  retry_delay_ms: v.number(),
  /** null when no answer came. */
  error_status: v.nullable(v.number()),
  error: v.string(),
})
export type ApiRetryMessage = v.InferOutput<typeof apiRetry>

const readMessage = v.variant('type', [
  v.object({
    type: v.literal('stream_event'),
    event: streamEvent,
    parent_tool_use_id,
    /** With `message_stop` of a stream that broke off: the blocks from this one on never were. */
    abandoned_blocks: v.optional(v.object({ from_block_index: v.number() })),
  }),
  v.object({
    type: v.literal('assistant'),
    message: v.object({ id: v.string(), content: v.array(contentBlock) }),
    parent_tool_use_id,
    /** It holds words about an error, which the result repeats. */
    is_api_error_message: v.optional(v.boolean()),
    /** What kind of error, such as `authentication_failed`. */
    error: v.optional(v.string()),
  }),
  v.object({
    type: v.literal('user'),
    message: v.object({ content: v.union([v.string(), v.array(contentBlock)]) }),
    parent_tool_use_id,
    /** The tool's own result, not what the model gets to read. Not there for subagents. */
    tool_use_result: v.optional(v.unknown()),
    tool_result_meta: v.optional(
      v.array(v.object({ id: v.string(), non_execution_kind: v.optional(v.string()) })),
    ),
  }),
  result,
  v.object({
    type: v.literal('rate_limit_event'),
    rate_limit_info: v.object({
      status: v.string(),
      /** Seconds since 1970. */
      resetsAt: v.optional(v.number()),
    }),
  }),
  v.variant('subtype', [
    initMessage,
    v.object({
      type: v.literal('system'),
      subtype: v.literal('status'),
      status: v.nullable(v.string()),
      compact_result: v.optional(v.string()),
      compact_error: v.optional(v.string()),
    }),
    apiRetry,
    v.object({
      type: v.literal('system'),
      subtype: v.literal('compact_boundary'),
      compact_metadata: v.object({ pre_tokens: v.number(), post_tokens: v.optional(v.number()) }),
    }),
    v.object({
      type: v.literal('system'),
      subtype: v.literal('task_started'),
      ...taskFields,
      task_type: v.optional(v.string()),
    }),
    v.object({
      type: v.literal('system'),
      subtype: v.literal('task_progress'),
      ...taskFields,
      description: v.string(),
      summary: v.optional(v.string()),
    }),
    v.object({
      type: v.literal('system'),
      subtype: v.literal('task_notification'),
      ...taskFields,
      status: v.string(),
      summary: v.string(),
    }),
    v.object({
      type: v.literal('system'),
      subtype: v.literal('informational'),
      content: v.string(),
      level: v.string(),
    }),
    v.object({
      type: v.literal('system'),
      subtype: v.literal('model_refusal_fallback'),
      content: v.string(),
    }),
    v.object({
      type: v.literal('system'),
      subtype: v.literal('model_refusal_no_fallback'),
      content: v.string(),
    }),
  ]),
])
export type ReadMessage = v.InferOutput<typeof readMessage>
export type MessageOf<T extends ReadMessage['type']> = Extract<ReadMessage, { type: T }>
export type SystemMessage<T extends MessageOf<'system'>['subtype']> = Extract<
  ReadMessage,
  { type: 'system'; subtype: T }
>

/** Gives what we read of a message of the process; undefined for what we don't read, or what has not its known form. */
export function readSdkMessage(message: SdkMessage): ReadMessage | undefined {
  const parsed = v.safeParse(readMessage, message)
  return parsed.success ? parsed.output : undefined
}
