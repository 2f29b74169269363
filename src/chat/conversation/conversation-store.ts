import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ChatMessage, ConversationEvent, ServerMessage } from '../../protocol/chat.ts'
import {
  applyEvent,
  type ConversationState,
  emptyConversation,
  prependPage,
  replaceWith,
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
}

/**
 * One conversation as the page shows it. Tokens come by the hundred a second and are shown as often as `schedule` allows; everything
 * else is shown at once.
 *
 * @param schedule runs once, soon
 */
export function createConversationStore(id: string, schedule: (run: () => void) => void): ConversationStore {
  let current = emptyConversation(id)
  let isScheduled = false
  const store = createStore<ConversationState>(() => current)

  const show = () => store.setState(current, true)

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
    seq: () => current.seq,
    receive(event) {
      const { state, outcome } = applyEvent(current, event)
      current = state
      if (outcome === 'applied') {
        if (event.type === 'bot:token' || event.type === 'bot:thinking') showSoon()
        else show()
      }
      return outcome
    },
    replace(from) {
      current = replaceWith(current, from)
      show()
    },
    resumed(seq) {
      current = { ...current, seq: Math.max(seq, current.seq), isLoaded: true }
      show()
    },
    prepend(page) {
      current = prependPage(current, page)
      show()
    },
  }
}
