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

/** Messages around an older one. Between them and `order` lie some that this device does not have. */
export interface Detour {
  readonly order: readonly string[]
  /** Where the page of older messages begins; null when there are none. */
  readonly olderCursor: string | null
  readonly newerCursor: string
  /** The position at which `order` of the conversation begins. */
  readonly tailStart: number
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
  /** What is shown instead of `order` while the owner looks at a place far back. */
  readonly detour: Detour | null
  /** Grows by one when what is shown is not what was shown before with something added. */
  readonly view: number
  /** Whether the server has said how things stand since the page was opened. */
  readonly isLoaded: boolean
  /** Whether nothing is missing that the server was asked for. */
  readonly isCurrent: boolean
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
    detour: null,
    view: 0,
    isLoaded: false,
    isCurrent: false,
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

/** The ids of the messages to show, oldest first. */
export function shownOrder(state: ConversationState): readonly string[] {
  return state.detour?.order ?? state.order
}

/** Starts over from the messages themselves. Older ones are kept when the new ones join on to them. */
export function replaceWith(
  state: ConversationState,
  from: Extract<ServerMessage, { type: 'chat:state' }>,
): ConversationState {
  const messages = new Map(from.messages.map((message) => [message.id, message]))
  const first = from.messages[0]
  const joinsOn =
    first !== undefined && state.order.includes(first.id) && isSettledBefore(state, first.position)
  if (joinsOn || state.detour)
    for (const [id, message] of state.messages)
      if (!messages.has(id) && message.position < (first?.position ?? 0)) {
        const isOfDetour = state.detour !== null && message.position < state.detour.tailStart
        if (joinsOn || isOfDetour) messages.set(id, message)
      }
  const replaced: ConversationState = {
    ...state,
    messages,
    seq: from.seq,
    isLoaded: true,
    isCurrent: true,
    ...(!joinsOn && {
      nextCursor: from.nextCursor,
      detour: state.detour && { ...state.detour, tailStart: first?.position ?? state.detour.tailStart },
      view: state.view + (state.order.length > 0 && !state.detour ? 1 : 0),
    }),
  }
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

/** Whether all known messages before a position are as they stay: one that waited or was being written may be another by now. */
function isSettledBefore({ messages, streaming }: ConversationState, position: number): boolean {
  const isOpen = (message: ChatMessage) =>
    message.position < position && (message.status === 'queued' || message.status === 'streaming')
  return !(streaming !== null && isOpen(streaming)) && ![...messages.values()].some(isOpen)
}

/** Adds a page of messages older than those that are shown. */
export function prependPage(
  state: ConversationState,
  { messages, nextCursor }: { messages: readonly ChatMessage[]; nextCursor: string | null },
): ConversationState {
  const { detour } = state
  return ordered({
    ...withPage(state, messages),
    ...(detour ? { detour: { ...detour, olderCursor: nextCursor } } : { nextCursor }),
  })
}

/** Shows a page from anywhere in the record: as a detour, unless it joins on to what is there. */
export function showAround(state: ConversationState, page: MiddlePage): ConversationState {
  const { messages, nextCursor, newerCursor } = page
  const tailStart = state.detour?.tailStart ?? tailStartOf(state)
  const begun = { ...withoutDetour(state), view: state.view + 1 }
  const isJoined = joins(page, tailStart)
  return ordered({
    ...withPage(begun, messages),
    ...(isJoined || newerCursor === null
      ? { nextCursor }
      : { detour: { order: [], olderCursor: nextCursor, newerCursor, tailStart } }),
  })
}

/** Adds a page of messages newer than those of the detour, which ends where they join on to the newest ones. */
export function appendPage(state: ConversationState, page: MiddlePage): ConversationState {
  const { detour } = state
  if (!detour) return state
  const { messages, newerCursor } = page
  const added = withPage(state, messages)
  return ordered(
    joins(page, detour.tailStart) || newerCursor === null
      ? { ...added, detour: null, nextCursor: detour.olderCursor }
      : { ...added, detour: { ...detour, newerCursor } },
  )
}

/** Goes back to the newest messages. */
export function leaveDetour(state: ConversationState): ConversationState {
  return state.detour ? ordered({ ...withoutDetour(state), view: state.view + 1 }) : state
}

/** Messages from the middle of the record; a cursor is null where nothing lies beyond. */
export interface MiddlePage {
  messages: readonly ChatMessage[]
  nextCursor: string | null
  newerCursor: string | null
}

function joins(page: MiddlePage, tailStart: number): boolean {
  return page.messages.some(({ position }) => position >= tailStart)
}

function withPage(state: ConversationState, page: readonly ChatMessage[]): ConversationState {
  const messages = new Map(state.messages)
  for (const message of page)
    if (!messages.has(message.id) && message.id !== state.streaming?.id) messages.set(message.id, message)
  return { ...state, messages }
}

function withoutDetour(state: ConversationState): ConversationState {
  const { detour } = state
  if (!detour) return state
  const messages = new Map([...state.messages].filter(([, { position }]) => position >= detour.tailStart))
  return { ...state, messages, detour: null }
}

function tailStartOf(state: ConversationState): number {
  const first = state.order[0]
  return (first === undefined ? undefined : messageOf(state, first)?.position) ?? Number.MAX_SAFE_INTEGER
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
  const tailStart = state.detour?.tailStart ?? 0
  const idsOf = (isWanted: (message: ChatMessage) => boolean) => shown.filter(isWanted).map(({ id }) => id)
  // Without a turn nothing waits for one: the first is about to be answered, and stands where it will be then.
  const next = state.turn ? undefined : shown.find(({ status }) => status === 'queued')
  const isWaiting = (message: ChatMessage) => message.status === 'queued' && message !== next
  const order = sameOr(
    state.order,
    idsOf((message) => !isWaiting(message) && message.position >= tailStart),
  )
  const queue = sameOr(state.queue, idsOf(isWaiting))
  const { detour } = state
  const away =
    detour &&
    sameOr(
      detour.order,
      idsOf(({ position }) => position < tailStart),
    )
  return {
    ...state,
    order,
    queue,
    ...(detour && away && away !== detour.order && { detour: { ...detour, order: away } }),
  }
}

/** The earlier array when it says the same, so that nothing is drawn again for it. */
function sameOr(before: readonly string[], now: readonly string[]): readonly string[] {
  return before.length === now.length && before.every((id, index) => id === now[index]) ? before : now
}
