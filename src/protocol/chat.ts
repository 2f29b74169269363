import * as v from 'valibot'
import { id } from './id.ts'
import { maxContentLength, queueMessages } from './queue.ts'
import { approval, errorAction, messagePart, planEntry, question, toolCall, voice } from './turn-parts.ts'

/**
 * Every message of the chat WebSocket, `/bloby/ws` on the platform origin. Frames are JSON texts. Both sides parse what they
 * receive with `parseClientMessage` and `parseServerMessage`: an unknown `type` is ignored, a bad message is answered
 * with `bot:error`, and neither closes the socket.
 */

/** A frame over this many bytes closes the socket with 1009. */
export const maxFrameBytes = 40 * 1024 * 1024
export const pingIntervalMs = 25_000

/** Milliseconds since 1970. */
const time = v.number()

export const messageStatus = v.picklist([
  // of the owner: waiting for its turn, taken into a turn, taken back
  'queued',
  'sent',
  'withdrawn',
  // of the agent
  'streaming',
  'done',
  'stopped',
  'failed',
  'interrupted',
])

export const usage = v.object({
  inputTokens: v.number(),
  outputTokens: v.number(),
  costUsd: v.optional(v.number()),
  durationMs: v.number(),
})
export type Usage = v.InferOutput<typeof usage>

/** `position` is the `seq` of the event that brought or last moved it: it orders a conversation and is the cursor of its pages. */
export const chatMessage = v.object({
  id,
  conversationId: id,
  position: v.number(),
  role: v.picklist(['user', 'assistant']),
  content: v.string(),
  parts: v.array(messagePart),
  status: messageStatus,
  turnId: v.optional(id),
  usage: v.optional(usage),
  createdAt: time,
})
export type ChatMessage = v.InferOutput<typeof chatMessage>

const messagePlace = v.object({ conversationId: id, messageId: id })
export type MessagePlace = v.InferOutput<typeof messagePlace>

export const conversation = v.object({
  id,
  title: v.string(),
  createdAt: time,
  updatedAt: time,
  /** Whether a turn is running or waiting in it. */
  isWorking: v.boolean(),
  /** Whether the agent has asked something there and waits for the answer. */
  needsOwner: v.optional(v.boolean(), false),
  /** How far the owner has read it on any device: the position of a message. */
  readTo: v.optional(v.number()),
  /** Answers after that. */
  unread: v.optional(v.number()),
  /** The message whose edited text began it, and the conversation in which that was said. */
  branchedFrom: v.optional(messagePlace),
  /** The conversations that came from one another by edits, when there is more than one. */
  family: v.optional(v.object({ id, count: v.number() })),
})
export type Conversation = v.InferOutput<typeof conversation>

const attachment = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  mediaType: v.pipe(v.string(), v.maxLength(255)),
  /** base64 */
  data: v.optional(v.string()),
  fileId: v.optional(id),
  /** It is a recording of the owner's voice. */
  voice: v.optional(voice),
})

/** An answer that is not given yet: the words, and which options are chosen. */
const answerDraft = v.object({
  text: v.pipe(v.string(), v.maxLength(maxContentLength)),
  chosen: v.pipe(v.array(v.pipe(v.string(), v.maxLength(2000))), v.maxLength(50)),
})
export type AnswerDraft = v.InferOutput<typeof answerDraft>

export const clientMessage = v.variant('type', [
  v.object({
    type: v.literal('user:message'),
    /** Made on the device; sent again, it is recognised by it. */
    id,
    /** Without one the message goes to the active conversation, or to a new one. */
    conversationId: v.optional(id),
    /** The device made `conversationId`: create the conversation unless it exists. */
    isNewConversation: v.optional(v.boolean()),
    /** It is said in place of this message of the owner's: the new conversation begins with what was said before that. */
    branch: v.optional(messagePlace),
    content: v.pipe(v.string(), v.maxLength(maxContentLength)),
    attachments: v.optional(v.array(attachment)),
  }),
  v.object({ type: v.literal('user:stop'), conversationId: id }),
  ...queueMessages,
  /** Goes on with a turn that was interrupted, stopped or failed. */
  v.object({ type: v.literal('user:continue'), conversationId: id, turnId: id }),
  v.object({
    type: v.literal('user:answer'),
    conversationId: id,
    questionId: id,
    answer: v.pipe(v.string(), v.maxLength(maxContentLength)),
    /** Why an approval is denied: the agent gets it. */
    reason: v.optional(v.pipe(v.string(), v.maxLength(1000))),
  }),
  /** What the owner is about to answer, for the other devices. */
  v.object({ type: v.literal('user:answer-draft'), conversationId: id, questionId: id, draft: answerDraft }),
  v.object({ type: v.literal('user:clear-context') }),
  /** `audio` in base64; answered with `whisper:transcribed`, or with a `bot:error` that has the id. */
  v.object({ type: v.literal('whisper:transcribe'), id, audio: v.string() }),
  v.object({ type: v.literal('settings:save'), settings: v.record(v.string(), v.unknown()) }),
  /** `after` is the last `seq` that the device saw of the conversation; 0 when it has nothing. */
  v.object({ type: v.literal('chat:resume'), conversationId: id, after: v.pipe(v.number(), v.minValue(0)) }),
  /** The owner sees this conversation here, or none now: a device that looks gets no notifications of it. */
  v.object({ type: v.literal('chat:looking'), conversationId: v.nullable(id) }),
  /** The owner has read the conversation up to the message with this position. */
  v.object({ type: v.literal('chat:read'), conversationId: id, seq: v.pipe(v.number(), v.minValue(0)) }),
  v.object({ type: v.literal('ping') }),
])
export type ClientMessage = v.InferOutput<typeof clientMessage>

const processState = v.object({
  name: v.string(),
  status: v.picklist(['stopped', 'starting', 'running', 'restarting', 'failed']),
  restarts: v.number(),
})
export type ProcessState = v.InferOutput<typeof processState>

/** What an engine's program on this computer is doing. `share` of the download, from 0 to 1. */
export const engineState = v.object({
  name: v.string(),
  version: v.string(),
  status: v.picklist(['missing', 'installing', 'ready', 'failed']),
  share: v.optional(v.number()),
  /** Why it failed, and what to do. */
  error: v.optional(v.string()),
})
export type EngineState = v.InferOutput<typeof engineState>

/** Something outside a conversation that the owner should know: a failed process, a damaged file, no network. */
export const problem = v.object({
  /** One problem of a kind at a time: a new one with the same id replaces it. */
  id: v.string(),
  title: v.string(),
  detail: v.optional(v.string()),
  /** The last lines of the log that go with it. */
  lines: v.optional(v.array(v.string())),
  /** What a button offers: `POST /api/system/restart {name}`. */
  restart: v.optional(v.string()),
})
export type Problem = v.InferOutput<typeof problem>

/** `seq` numbers what is part of a conversation's record: it grows by one for each, and it is on disk before it is sent. */
const recorded = { conversationId: id, seq: v.number() }
const ofTurn = { ...recorded, turnId: id, messageId: id }

export const conversationEvent = v.variant('type', [
  /** A message was added or changed: an owner's, or one of the agent's that is complete. */
  v.object({ type: v.literal('chat:sync'), ...recorded, message: chatMessage }),
  /** A turn began; its answer is `messageId`. */
  v.object({ type: v.literal('bot:typing'), ...ofTurn, at: time }),
  v.object({ type: v.literal('bot:token'), ...ofTurn, text: v.string() }),
  v.object({ type: v.literal('bot:thinking'), ...ofTurn, text: v.string() }),
  v.object({ type: v.literal('bot:tool'), ...ofTurn, ...toolCall.entries }),
  /** What the answer said last is taken back: so many characters of text and thinking, and these tool calls. */
  v.object({
    type: v.literal('bot:retract'),
    ...ofTurn,
    characters: v.number(),
    toolIds: v.array(v.string()),
  }),
  v.object({ type: v.literal('bot:plan'), ...ofTurn, entries: v.array(planEntry) }),
  v.object({ type: v.literal('bot:question'), ...ofTurn, question }),
  v.object({ type: v.literal('bot:approval'), ...ofTurn, approval }),
  v.object({
    type: v.literal('bot:status'),
    ...ofTurn,
    status: v.picklist(['working', 'retrying', 'compacting', 'repairing']),
    text: v.optional(v.string()),
  }),
  /** What went wrong in a turn, in words for the owner. */
  v.object({
    type: v.literal('bot:error'),
    ...ofTurn,
    level: v.optional(v.picklist(['info', 'error']), 'error'),
    code: v.string(),
    message: v.string(),
    action: v.optional(errorAction),
  }),
  /** The whole answer, complete: it replaces what was streamed. */
  v.object({ type: v.literal('bot:response'), ...recorded, message: chatMessage }),
  v.object({
    type: v.literal('bot:done'),
    ...ofTurn,
    status: v.picklist(['done', 'stopped', 'failed', 'interrupted']),
    usedFileTools: v.boolean(),
    usage: v.optional(usage),
    checkpointId: v.optional(id),
  }),
])
export type ConversationEvent = v.InferOutput<typeof conversationEvent>

/** A turn that is running now, with what it has said so far. */
export const runningTurn = v.object({ id, messageId: id, startedAt: time, parts: v.array(messagePart) })
export type RunningTurn = v.InferOutput<typeof runningTurn>

/** That of the `chat:resume` that is answered: an answer that comes late, or again, must not take a device back. */
const answeredAfter = v.optional(v.number())
/** That of the conversation. */
const readTo = v.optional(v.number())

export const serverMessage = v.variant('type', [
  ...conversationEvent.options,
  /** Sent only once the message is on disk. */
  v.object({ type: v.literal('chat:accepted'), id, messageId: id, conversationId: id }),
  /** What went wrong with a message of the client's; not part of the record. `id`: which message, when it had one. */
  v.object({
    type: v.literal('bot:error'),
    code: v.string(),
    message: v.string(),
    action: v.optional(errorAction),
    id: v.optional(id),
    conversationId: v.optional(id),
  }),
  v.object({ type: v.literal('chat:conversation-created'), conversation }),
  /** The list entry of a conversation changed: title, time, working. */
  v.object({ type: v.literal('chat:conversation-changed'), conversation }),
  v.object({ type: v.literal('chat:conversation-deleted'), conversationId: id }),
  /** The active conversation, shared by all devices, is now this one, or none. */
  v.object({ type: v.literal('chat:cleared'), conversationId: v.nullable(id) }),
  /** The answer to `chat:resume` from a device that was away too long: the newest messages themselves. */
  v.object({
    type: v.literal('chat:state'),
    conversationId: id,
    messages: v.array(chatMessage),
    /** Give it as `before` to `/api/conversations/:id/messages` for the ones before; null when there are none. */
    nextCursor: v.nullable(v.string()),
    turn: v.nullable(runningTurn),
    seq: v.number(),
    after: answeredAfter,
    readTo,
  }),
  /** The answer to `chat:resume` when events were enough: all after `after` have been sent, up to this one. */
  v.object({
    type: v.literal('chat:resumed'),
    conversationId: id,
    seq: v.number(),
    after: answeredAfter,
    readTo,
  }),
  /** Another device is about to answer a question. */
  v.object({ type: v.literal('chat:answer-draft'), conversationId: id, questionId: id, draft: answerDraft }),
  /** Sent on connect and on every change. */
  v.object({
    type: v.literal('app:state'),
    processes: v.array(processState),
    /** Whether the app can be shown; until then `step` says what is going on. */
    isReady: v.boolean(),
    step: v.optional(v.string()),
    problems: v.array(problem),
  }),
  v.object({ type: v.literal('engine:state'), engine: engineState }),
  v.object({ type: v.literal('app:rebuilding'), what: v.picklist(['backend', 'client']) }),
  v.object({ type: v.literal('app:rebuilt'), what: v.picklist(['backend', 'client']) }),
  v.object({ type: v.literal('app:build-error'), problem }),
  v.object({ type: v.literal('app:hmr-update'), paths: v.array(v.string()) }),
  v.object({ type: v.literal('whisper:transcribed'), id, text: v.string() }),
  v.object({ type: v.literal('pong') }),
])
export type ServerMessage = v.InferOutput<typeof serverMessage>
export type AppState = Extract<ServerMessage, { type: 'app:state' }>

export type Parsed<T> =
  | { kind: 'ok'; message: T }
  /** Not ours, or of a newer version: ignore it. */
  | { kind: 'unknown' }
  /** `id` is the bad message's own, when it had one that could be read. */
  | { kind: 'bad'; error: string; id?: string }

// The chat reads none of what devices say: marked as pure, those schemas are not in its bundle.
const clientTypes = /* @__PURE__ */ byType(clientMessage)
const serverTypes = /* @__PURE__ */ byType(serverMessage)

/** A message's own schema at once: to try one after the other costs a phone more than all the rest of a token. */
function byType<Schema extends v.GenericSchema & { entries: { type: { literal: string } } }>({
  options,
}: {
  options: readonly Schema[]
}): ReadonlyMap<string, readonly Schema[]> {
  const schemas = new Map<string, Schema[]>()
  for (const option of options) {
    const { literal } = option.entries.type
    schemas.set(literal, [...(schemas.get(literal) ?? []), option])
  }
  return schemas
}

/** Reads a frame that came from a device. Never throws. */
export function parseClientMessage(frame: string): Parsed<ClientMessage> {
  return parseFrame(frame, clientTypes)
}

/** Reads a frame that came from the server. Never throws. */
export function parseServerMessage(frame: string): Parsed<ServerMessage> {
  return parseFrame(frame, serverTypes)
}

function parseFrame<Schema extends v.GenericSchema>(
  frame: string,
  types: ReadonlyMap<string, readonly Schema[]>,
): Parsed<v.InferOutput<Schema>> {
  let json: unknown
  try {
    json = JSON.parse(frame)
  } catch {
    return { kind: 'bad', error: 'The frame is not JSON.' }
  }
  if (typeof json !== 'object' || json === null || !('type' in json) || typeof json.type !== 'string')
    return { kind: 'bad', error: 'The message has no type.' }
  const schemas = types.get(json.type)
  if (!schemas) return { kind: 'unknown' }
  let issue: v.BaseIssue<unknown> | undefined
  for (const schema of schemas) {
    const result = v.safeParse(schema, json)
    if (result.success) return { kind: 'ok', message: result.output }
    issue = result.issues[0]
  }
  const field = (issue && v.getDotPath(issue)) ?? 'message'
  const ownId = 'id' in json ? v.safeParse(id, json.id) : undefined
  return {
    kind: 'bad',
    error: `${json.type}: ${field}: ${issue?.message}`,
    ...(ownId?.success && { id: ownId.output }),
  }
}
