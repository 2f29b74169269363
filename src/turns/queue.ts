import type { Messages } from '../platform/store/messages.ts'
import type { Turn, Turns } from '../platform/store/turns.ts'
import type { ClientMessage } from '../protocol/chat.ts'
import type { Clock } from '../system/clock.ts'
import { AppError } from '../system/errors.ts'
import type { ConversationRecord, Entry } from './record.ts'

type Of<T extends ClientMessage['type']> = Omit<Extract<ClientMessage, { type: T }>, 'type'>

/**
 * What the owner does with messages that wait. Every change is recorded, so all devices see it, and asked for again it changes nothing. All
 * throw `AppError`: `not-found`, or `conflict` when the agent was faster.
 */
export interface Queue {
  /** Takes a message back. */
  withdraw(request: Of<'user:withdraw'>): void
  /** Gives a message other words. */
  edit(request: Of<'user:edit'>): void
  /** Puts those that wait in this order; others that wait come after them. What was taken back meanwhile is left out. */
  reorder(request: Of<'user:reorder'>): void
  /** Stops the running turn, so that this message is taken next, at once. */
  sendNow(request: Of<'user:send-now'>): void
}

export function createQueue(deps: {
  record: ConversationRecord
  messages: Messages
  turns: Turns
  clock: Clock
  /** The list entry of the conversation may say something else now. */
  announce: (conversationId: string) => void
  /** Stops what runs, so that what waits longest is taken. */
  takeNext: (conversationId: string) => void
}): Queue {
  const { record, messages, turns, clock, announce } = deps

  /** The turn that a message asked for. */
  function turnOf(conversationId: string, messageId: string): Turn {
    const turn = turns.ofRequest(messageId)
    if (turn === undefined || turn.conversationId !== conversationId)
      throw new AppError('not-found', 'This message does not exist.')
    return turn
  }

  /** Writes down that those that wait come in this order, unless they do already. */
  function arrange(conversationId: string, messageIds: readonly string[]) {
    const waiting = turns.queued(conversationId)
    const wanted = messageIds.flatMap((id) => waiting.find((turn) => turn.requestId === id) ?? [])
    const order = [...wanted, ...waiting.filter((turn) => !wanted.includes(turn))]
    const firstMoved = order.findIndex((turn, index) => turn !== waiting[index])
    if (firstMoved === -1) return
    record.change(conversationId, (entry) => {
      for (const turn of order.slice(firstMoved)) {
        turns.moveToEnd(turn.id)
        moveToEnd(entry, turn.requestId)
      }
    })
  }

  /** A message that waits stands in the record after all that was said. What waits with it may be no message of its own. */
  function moveToEnd(entry: Entry, messageId: string) {
    if (messages.find(messageId)?.status !== 'queued') return
    entry.add((at) => ({
      type: 'chat:sync',
      ...at,
      message: messages.update(messageId, { position: at.seq }),
    }))
  }

  return {
    withdraw({ conversationId, messageId }) {
      const turn = turnOf(conversationId, messageId)
      if (turn.status === 'withdrawn') return
      if (turn.status !== 'queued')
        throw new AppError('conflict', 'The agent has already taken this message. You can stop it instead.')
      record.change(conversationId, (entry) => {
        turns.update(turn.id, { status: 'withdrawn', endedAt: clock.now() })
        const message = messages.update(messageId, { status: 'withdrawn' })
        entry.add((at) => ({ type: 'chat:sync', ...at, message }))
      })
      announce(conversationId)
    },

    edit({ conversationId, messageId, content }) {
      const turn = turnOf(conversationId, messageId)
      const message = messages.find(messageId)
      if (message === undefined || message.content === content) return
      if (turn.status === 'withdrawn')
        throw new AppError('conflict', 'This message was removed, so its text was not changed.')
      if (turn.status !== 'queued')
        throw new AppError(
          'conflict',
          'The agent has already taken this message as it was. Send the change as a new one.',
        )
      if (content.trim() === '' && message.parts.length === 0)
        throw new AppError('invalid', 'The message is empty. Remove it instead.', { field: 'content' })
      record.change(conversationId, (entry) => {
        const changed = messages.update(messageId, { content })
        entry.add((at) => ({ type: 'chat:sync', ...at, message: changed }))
      })
    },

    reorder({ conversationId, messageIds }) {
      const statuses = messageIds.map((id) => turnOf(conversationId, id).status)
      if (statuses.some((status) => status !== 'queued' && status !== 'withdrawn'))
        throw new AppError(
          'conflict',
          'The agent has meanwhile taken one of these messages, so the others stay in the order they had.',
        )
      arrange(conversationId, messageIds)
    },

    sendNow({ conversationId, messageId }) {
      const { status } = turnOf(conversationId, messageId)
      if (status === 'withdrawn')
        throw new AppError('conflict', 'This message was removed, so it was not sent.')
      // Taken already: what was asked for has happened, and the turn to stop would be its own.
      if (status !== 'queued') return
      arrange(conversationId, [messageId])
      deps.takeNext(conversationId)
    },
  }
}
