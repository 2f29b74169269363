import type { AgentEvent, AgentSession, Prompt } from '../agents/agent.ts'
import type { Turn } from '../platform/store/turns.ts'
import type { ConversationEvent } from '../protocol/chat.ts'
import { eventOf, type OfTurn } from '../protocol/turn-events.ts'
import { applyPartUpdate, type MessagePart, type Notice, type PartUpdate } from '../protocol/turn-parts.ts'
import type { Clock } from '../system/clock.ts'
import { messageOf, toAppError } from '../system/errors.ts'
import type { Log } from '../system/log.ts'
import { createBatch } from './batch.ts'
import type { ConversationRecord } from './record.ts'

export type TurnEnd = Omit<Extract<AgentEvent, { type: 'turn-end' }>, 'type'>

/** A turn that runs: what it has said, and the ways to reach it from outside. */
export interface Run {
  readonly turn: Turn
  readonly startedAt: number
  parts(): MessagePart[]
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
  clock: Clock
  log: Log
}

/** Sends the prompt and records what comes back, in order, until the turn's end. */
export function startRun(
  deps: RunDeps,
  turn: Turn,
  prompt: Prompt,
  session: AgentSession,
  events: AsyncIterator<AgentEvent>,
): Run {
  const { record, clock, log } = deps
  const startedAt = clock.now()
  const ending = Promise.withResolvers<TurnEnd>()
  let parts: MessagePart[] = []
  let isOver = false
  let isAgentDone = false

  const write = (updates: PartUpdate[]) => {
    record.change(turn.conversationId, (entry) => {
      for (const update of updates) entry.add((at) => eventOf(update, ofTurn(at)))
    })
    for (const update of updates) parts = applyPartUpdate(parts, update)
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
    log.error({ error: messageOf(error), turn: turn.id }, 'A turn failed')
    const appError = toAppError(error)
    const notice: Notice = { level: 'error', code: appError.kind, text: appError.message, action: 'retry' }
    end({ outcome: 'failed', usage: noUsage(clock.now() - startedAt), error: notice })
  }

  async function read() {
    for (;;) {
      const { value, done } = await events.next()
      if (isOver) return
      if (done) throw new Error('The agent’s session ended in the middle of a turn.')
      if (value.type === 'turn-end') {
        const { type: _, ...result } = value
        isAgentDone = true
        return end(result)
      }
      if (value.type === 'status') {
        batch.flush()
        const { status, text } = value
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
      } else batch.add(value)
    }
  }

  session.send(prompt)
  read().catch(fail)
  return {
    turn,
    startedAt,
    parts: () => parts,
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
