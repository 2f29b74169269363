import type { ChatMessage, ConversationEvent, ServerMessage } from '../../protocol/chat.ts'
import { partUpdateOf } from '../../protocol/turn-events.ts'
import { applyPartUpdate, type PartUpdate } from '../../protocol/turn-parts.ts'

export interface TurnState {
  id: string
  messageId: string
  /** ms since 1970 */
  startedAt: number
  /** What the engine is busy with, when it said so. */
  status?: { kind: 'working' | 'retrying' | 'compacting' | 'repairing'; text?: string }
}

/** What this device knows of one conversation's record. */
export interface ConversationState {
  readonly id: string
  /** Complete messages by id. The answer that is being written is in `streaming`, so that a token changes nothing else. */
  readonly messages: ReadonlyMap<string, ChatMessage>
  readonly streaming: ChatMessage | null
  readonly turn: TurnState | null
  /** The ids of what was said, `streaming` among them, oldest first. The same array as long as nothing was added or moved. */
  readonly order: readonly string[]
  /** The ids of the owner's messages that wait for their turn, oldest first. */
  readonly queue: readonly string[]
  /** The last event that was applied. */
  readonly seq: number
  /** Where the page of older messages begins; null when there are none. */
  readonly nextCursor: string | null
  /** Whether the server has said how things stand since the page was opened. */
  readonly isLoaded: boolean
}

export function emptyConversation(id: string): ConversationState {
  return {
    id,
    messages: new Map(),
    streaming: null,
    turn: null,
    order: [],
    queue: [],
    seq: 0,
    nextCursor: null,
    isLoaded: false,
  }
}

export function messageOf(state: ConversationState, id: string): ChatMessage | undefined {
  return state.streaming?.id === id ? state.streaming : state.messages.get(id)
}

/**
 * Applies an event of the record. `old`: seen before, nothing changes. `gap`: events before it are missing, so it was not
 * applied and the server has to be asked for those after `state.seq`.
 */
export function applyEvent(
  state: ConversationState,
  event: ConversationEvent,
): { state: ConversationState; outcome: 'applied' | 'old' | 'gap' } {
  if (event.seq <= state.seq) return { state, outcome: 'old' }
  if (event.seq > state.seq + 1) return { state, outcome: 'gap' }
  return { state: { ...applyNext(state, event), seq: event.seq }, outcome: 'applied' }
}

/** Starts over from the messages themselves. */
export function replaceWith(
  state: ConversationState,
  from: Extract<ServerMessage, { type: 'chat:state' }>,
): ConversationState {
  const messages = new Map(from.messages.map((message) => [message.id, message]))
  const replaced = { ...state, messages, seq: from.seq, nextCursor: from.nextCursor, isLoaded: true }
  if (!from.turn) return ordered({ ...replaced, streaming: null, turn: null })
  const { id, messageId, startedAt, parts } = from.turn
  const known = messages.get(messageId)
  messages.delete(messageId)
  const streaming: ChatMessage = {
    ...startedMessage(state.id, messageId, id, startedAt),
    position: known?.position ?? lastPosition(from.messages) + 0.5,
    parts,
  }
  return ordered({ ...replaced, streaming, turn: { id, messageId, startedAt } })
}

/** Adds a page of older messages. */
export function prependPage(
  state: ConversationState,
  page: { messages: readonly ChatMessage[]; nextCursor: string | null },
): ConversationState {
  const messages = new Map(state.messages)
  for (const message of page.messages)
    if (!messages.has(message.id) && message.id !== state.streaming?.id) messages.set(message.id, message)
  return ordered({ ...state, messages, nextCursor: page.nextCursor })
}

function applyNext(state: ConversationState, event: ConversationEvent): ConversationState {
  switch (event.type) {
    case 'chat:sync':
    case 'bot:response':
      return withMessage(state, event.message)
    case 'bot:typing': {
      const streaming = {
        ...startedMessage(state.id, event.messageId, event.turnId, event.at),
        position: event.seq,
      }
      const turn = { id: event.turnId, messageId: event.messageId, startedAt: event.at }
      return ordered({ ...state, streaming, turn })
    }
    case 'bot:status': {
      const status = { kind: event.status, ...(event.text !== undefined && { text: event.text }) }
      return state.turn ? { ...state, turn: { ...state.turn, status } } : state
    }
    case 'bot:done': {
      const message = messageOf(state, event.messageId)
      const ended = state.turn?.id === event.turnId ? { ...state, turn: null } : state
      if (!message) return ended
      return withMessage(ended, {
        ...message,
        status: event.status,
        ...(event.usage && { usage: event.usage }),
      })
    }
    default: {
      const update = partUpdateOf(event)
      return update ? withPart(state, event, update) : state
    }
  }
}

function withMessage(state: ConversationState, message: ChatMessage): ConversationState {
  const isStreaming = state.streaming?.id === message.id
  const messages = new Map(state.messages).set(message.id, message)
  return ordered({ ...state, messages, streaming: isStreaming ? null : state.streaming })
}

function withPart(
  state: ConversationState,
  event: { messageId: string; turnId: string; seq: number },
  update: PartUpdate,
): ConversationState {
  const message = messageOf(state, event.messageId)
  if (!message) {
    const begun = {
      ...startedMessage(state.id, event.messageId, event.turnId, Date.now()),
      position: event.seq,
    }
    return ordered({ ...state, streaming: { ...begun, parts: applyPartUpdate([], update) } })
  }
  const changed = { ...message, parts: applyPartUpdate(message.parts, update) }
  return state.streaming?.id === message.id ? { ...state, streaming: changed } : withMessage(state, changed)
}

function startedMessage(conversationId: string, id: string, turnId: string, createdAt: number): ChatMessage {
  return {
    id,
    conversationId,
    position: 0,
    role: 'assistant',
    content: '',
    parts: [],
    status: 'streaming',
    turnId,
    createdAt,
  }
}

function lastPosition(messages: readonly ChatMessage[]): number {
  return Math.max(
    0,
    ...messages.filter((message) => message.status !== 'queued').map((message) => message.position),
  )
}

function ordered(state: ConversationState): ConversationState {
  const all = state.streaming ? [...state.messages.values(), state.streaming] : [...state.messages.values()]
  const shown = all
    .filter((message) => message.status !== 'withdrawn')
    .sort((a, b) => a.position - b.position)
  const idsOf = (isQueued: boolean) =>
    shown.filter((message) => (message.status === 'queued') === isQueued).map((message) => message.id)
  const order = sameOr(state.order, idsOf(false))
  const queue = sameOr(state.queue, idsOf(true))
  return order === state.order && queue === state.queue ? state : { ...state, order, queue }
}

/** The earlier array when it says the same, so that nothing is drawn again for it. */
function sameOr(before: readonly string[], now: readonly string[]): readonly string[] {
  return before.length === now.length && before.every((id, index) => id === now[index]) ? before : now
}
