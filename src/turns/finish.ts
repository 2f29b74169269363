import type { Conversations } from '../platform/store/conversations.ts'
import type { Messages } from '../platform/store/messages.ts'
import type { TurnEvents } from '../platform/store/turn-events.ts'
import type { Turn, Turns } from '../platform/store/turns.ts'
import { applyPartUpdate, type MessagePart, textOfParts } from '../protocol/turn-parts.ts'
import type { Clock } from '../system/clock.ts'
import type { ConversationRecord } from './record.ts'
import type { TurnEnd } from './run.ts'
import { fallbackTitle, titleAfterAnswer } from './title.ts'

const changingKinds = ['edit', 'delete', 'move']

/** Gives what writes down how a turn ended: the whole answer, and that it is over. */
export function createFinish(deps: {
  record: ConversationRecord
  conversations: Conversations
  messages: Messages
  turns: Turns
  events: TurnEvents
  clock: Clock
}) {
  const { record, conversations, messages, turns, events, clock } = deps

  return function finish(
    turn: Turn,
    said: MessagePart[],
    status: TurnEnd['outcome'] | 'interrupted',
    end: Omit<TurnEnd, 'outcome'>,
  ): void {
    const { conversationId, id: turnId, messageId } = turn
    const { usage, error } = end
    const parts = closeTools(error ? applyPartUpdate(said, { type: 'notice', notice: error }) : said)
    const usedFileTools = parts.some(
      (part) => part.type === 'tool' && part.tool.status === 'done' && changingKinds.includes(part.tool.kind),
    )
    record.change(conversationId, (entry) => {
      turns.update(turnId, { status, endedAt: clock.now(), usage, usedFileTools, ...(error && { error }) })
      const message = messages.update(messageId, { status, parts, content: textOfParts(parts), usage })
      const response = entry.add((at) => ({ type: 'bot:response', ...at, message }))
      entry.add((at) => ({ type: 'bot:done', ...at, turnId, messageId, status, usedFileTools, usage }))
      conversations.touch(conversationId)
      if (status === 'done') retitle(conversationId, message.content)
      forgetEarlierEvents(turn, response.seq)
    })
  }

  /** After the first answer, unless the owner gave the conversation a name. */
  function retitle(conversationId: string, answer: string) {
    const { messages: first, nextCursor } = messages.page({ conversationId, limit: 2 })
    const [asked] = first
    if (nextCursor !== null || asked?.role !== 'user') return
    if (conversations.require(conversationId).title !== fallbackTitle(asked.content)) return
    const files = asked.parts.flatMap((part) => (part.type === 'file' ? [part.file] : []))
    const title = titleAfterAnswer(asked.content, files, answer)
    if (title !== undefined) conversations.rename(conversationId, title)
  }

  /**
   * The words of a finished turn are in its message, so its events serve only devices that were away for a moment: they go when
   * the next turn ends.
   */
  function forgetEarlierEvents({ conversationId, id }: Turn, responseSeq: number) {
    const first = events.ofTurn(id)[0]?.seq ?? responseSeq
    events.pruneBefore(conversationId, first)
    conversations.setFloorSeq(conversationId, first - 1)
  }
}

/** A tool that still ran when its turn ended was stopped with it. */
function closeTools(parts: readonly MessagePart[]): MessagePart[] {
  return parts.map((part) =>
    part.type === 'tool' && part.tool.status === 'running'
      ? { ...part, tool: { ...part.tool, status: 'stopped' as const } }
      : part,
  )
}
