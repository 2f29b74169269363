import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ChatMessage, ConversationEvent, ServerMessage } from '../../protocol/chat.ts'
import {
  appendPage,
  applyEvent,
  type ConversationState,
  emptyConversation,
  leaveDetour,
  type MiddlePage,
  prependPage,
  replaceWith,
  showAround,
} from './conversation-state.ts'

export interface ConversationStore {
  /** What is shown; behind the record by at most one frame. */
  readonly store: StoreApi<ConversationState>
  /** The last event that was taken in, shown or not. */
  seq(): number
  receive(event: ConversationEvent): 'applied' | 'old' | 'gap'
  replace(from: Extract<ServerMessage, { type: 'chat:state' }>): void
  /**
   * The server has sent all that was missing, up to `seq`. What was left out on the way is of a kind that this page does not know, and
   * must not be asked for again and again.
   */
  resumed(seq: number): void
  prepend(page: { messages: readonly ChatMessage[]; nextCursor: string | null }): void
  append(page: MiddlePage): void
  /** Shows a page from anywhere in the record. */
  showAround(page: MiddlePage): void
  /** Goes back to the newest messages. */
  leaveDetour(): void
  /** The server was asked for what is missing. */
  resuming(): void
  /** The message to bring into view, and whether to mark it; the id is set back once that is done. */
  readonly target: StoreApi<{ id: string | null; isHit: boolean }>
  /** Where the owner was in it, for when it is shown again. */
  readonly place: { current: ReadingPlace | undefined }
  /** The names of rows that the owner opened, and did not close. */
  readonly openRows: Set<string>
}

/** What a transcript needs to come back as it was left. */
export interface ReadingPlace {
  /** Of which `view` of the conversation. */
  view: number
  /** Heights of messages, as the list that draws them keeps them. */
  heights: unknown
  /** Pixels from the top; undefined at the end. */
  offsetPx: number | undefined
}

/** Tokens that came one after the other, put together to one event, and the number of the last of them. */
interface Flow {
  event: Extract<ConversationEvent, { type: 'bot:token' | 'bot:thinking' }>
  seq: number
}

/**
 * One conversation as the page shows it. Tokens come by the hundred a second and are shown as often as `schedule` allows; everything
 * else is shown at once.
 *
 * @param schedule runs once, soon
 */
export function createConversationStore(id: string, schedule: (run: () => void) => void): ConversationStore {
  let current = emptyConversation(id)
  let flow: Flow | undefined
  let isScheduled = false
  const store = createStore<ConversationState>(() => current)

  function takeFlow() {
    if (!flow) return
    current = { ...applyEvent(current, flow.event).state, seq: flow.seq }
    flow = undefined
  }

  function show() {
    takeFlow()
    store.setState(current, true)
  }

  function change(by: (state: ConversationState) => ConversationState) {
    takeFlow()
    current = by(current)
    show()
  }

  function showSoon() {
    if (isScheduled) return
    isScheduled = true
    schedule(() => {
      isScheduled = false
      show()
    })
  }

  return {
    store,
    seq: () => flow?.seq ?? current.seq,
    receive(event) {
      const isNext = event.seq === (flow?.seq ?? current.seq) + 1
      if (isNext && (event.type === 'bot:token' || event.type === 'bot:thinking')) {
        if (flow?.event.type !== event.type || flow.event.messageId !== event.messageId) {
          takeFlow()
          flow = { event: { ...event }, seq: event.seq }
        } else {
          flow.event.text += event.text
          flow.seq = event.seq
        }
        showSoon()
        return 'applied'
      }
      takeFlow()
      const { state, outcome } = applyEvent(current, event)
      current = state
      if (outcome === 'applied') show()
      return outcome
    },
    replace: (from) => change((state) => replaceWith(state, from)),
    resumed: (seq) =>
      change((state) => ({ ...state, seq: Math.max(seq, state.seq), isLoaded: true, isCurrent: true })),
    prepend: (page) => change((state) => prependPage(state, page)),
    append: (page) => change((state) => appendPage(state, page)),
    showAround: (page) => change((state) => showAround(state, page)),
    leaveDetour: () => change(leaveDetour),
    resuming: () => change((state) => ({ ...state, isCurrent: false })),
    target: createStore<{ id: string | null; isHit: boolean }>(() => ({ id: null, isHit: false })),
    place: { current: undefined },
    openRows: new Set(),
  }
}
