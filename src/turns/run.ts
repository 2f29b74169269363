import { type AgentEvent, isPartUpdate } from '../agents/agent.ts'
import type { Conversations } from '../platform/store/conversations.ts'
import type { Turn, Turns } from '../platform/store/turns.ts'
import type { ConversationEvent } from '../protocol/chat.ts'
import { eventOf, type OfTurn } from '../protocol/turn-events.ts'
import {
  applyPartUpdate,
  hasOpenQuestion,
  type MessagePart,
  type Notice,
  type PartUpdate,
} from '../protocol/turn-parts.ts'
import type { Clock } from '../system/clock.ts'
import { messageOf, toAppError } from '../system/errors.ts'
import type { Log } from '../system/log.ts'
import { createBatch } from './batch.ts'
import type { ConversationRecord, Entry } from './record.ts'

export type TurnEnd = Omit<Extract<AgentEvent, { type: 'turn-end' }>, 'type'>

/** A turn that runs: what it has said, and the ways to reach it from outside. */
export interface Run {
  readonly turn: Turn
  readonly startedAt: number
  parts(): MessagePart[]
  /** Takes what the agent says. */
  receive(event: AgentEvent): void
  /** Ends it because something broke. */
  fail(error: unknown): void
  /** Records an addition that did not come from the agent, such as the owner's answer to its question. */
  add(update: PartUpdate): void
  /** Resolves when the turn is over. Never rejects: what went wrong is in the end's `error`. */
  readonly ended: Promise<TurnEnd>
  /** Ends it here and now, whatever the agent still does. */
  end(end: TurnEnd): void
  /** Whether the agent itself said that the turn is over, so that its session can take the next one. */
  isAgentDone(): boolean
}

export interface RunDeps {
  record: ConversationRecord
  conversations: Pick<Conversations, 'find'>
  turns: Pick<Turns, 'setNeedsOwner'>
  clock: Clock
  log: Log
}

/** Records what is said in a turn, in order, until its end. */
export function createRun(deps: RunDeps, turn: Turn): Run {
  const { record, clock, log } = deps
  const startedAt = clock.now()
  const ending = Promise.withResolvers<TurnEnd>()
  let parts: MessagePart[] = []
  let isOver = false
  let isAgentDone = false
  /** Turns that the agent began by itself while this one waited for it: their ends are not this one's. */
  let innerTurns = 0

  const write = (updates: PartUpdate[]) => {
    const next = updates.reduce(applyPartUpdate, parts)
    const needsOwner = hasOpenQuestion(next)
    record.change(turn.conversationId, (entry) => {
      for (const update of updates) entry.add((at) => eventOf(update, ofTurn(at)))
      if (needsOwner !== hasOpenQuestion(parts)) tellNeed(entry, needsOwner)
    })
    parts = next
  }
  /** Devices that look at another conversation do not read this one's events. */
  function tellNeed(entry: Entry, needsOwner: boolean) {
    deps.turns.setNeedsOwner(turn.id, needsOwner)
    const conversation = deps.conversations.find(turn.conversationId)
    if (conversation !== undefined) entry.tell({ type: 'chat:conversation-changed', conversation })
  }
  const batch = createBatch({ clock, write, onError: fail })

  function ofTurn(at: { conversationId: string; seq: number }): OfTurn {
    return { ...at, turnId: turn.id, messageId: turn.messageId }
  }
  function end(result: TurnEnd) {
    if (isOver) return
    isOver = true
    try {
      batch.flush()
    } catch (error) {
      log.error({ error: messageOf(error), turn: turn.id }, 'The end of an answer could not be recorded')
    }
    ending.resolve(result)
  }
  function fail(error: unknown) {
    if (isOver) return
    log.error({ error: messageOf(error), turn: turn.id }, 'A turn failed')
    const appError = toAppError(error)
    const notice: Notice = { level: 'error', code: appError.kind, text: appError.message, action: 'retry' }
    end({ outcome: 'failed', usage: noUsage(clock.now() - startedAt), error: notice })
  }

  function take(event: AgentEvent) {
    if (isPartUpdate(event)) return batch.add(event)
    if (event.type === 'turn-start') innerTurns += 1
    if (event.type === 'turn-end') {
      if (innerTurns > 0) {
        innerTurns -= 1
        return
      }
      const { type: _, ...result } = event
      isAgentDone = true
      return end(result)
    }
    if (event.type !== 'status') return
    batch.flush()
    const { status, text } = event
    record.change(turn.conversationId, (entry) =>
      entry.add(
        (at): ConversationEvent => ({
          type: 'bot:status',
          ...ofTurn(at),
          status,
          ...(text !== undefined && { text }),
        }),
      ),
    )
  }

  return {
    turn,
    startedAt,
    parts: () => parts,
    receive(event) {
      if (isOver) return
      try {
        take(event)
      } catch (error) {
        fail(error)
      }
    },
    fail,
    add(update) {
      batch.add(update)
      batch.flush()
    },
    ended: ending.promise,
    end,
    isAgentDone: () => isAgentDone,
  }
}

export function noUsage(durationMs: number) {
  return { inputTokens: 0, outputTokens: 0, durationMs }
}
