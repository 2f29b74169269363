import type { ConversationEvent } from './chat.ts'
import type { PartUpdate } from './turn-parts.ts'

/** Where an event of a turn belongs: its conversation, its number there, its turn, and the message that it builds. */
export type OfTurn = { conversationId: string; seq: number; turnId: string; messageId: string }

/** The event by which an addition to an answer goes over the wire. */
export function eventOf(update: PartUpdate, turn: OfTurn): ConversationEvent {
  switch (update.type) {
    case 'text':
      return { type: 'bot:token', ...turn, text: update.text }
    case 'thinking':
      return { type: 'bot:thinking', ...turn, text: update.text }
    case 'tool':
      return { type: 'bot:tool', ...turn, ...update.tool }
    case 'plan':
      return { type: 'bot:plan', ...turn, entries: update.entries }
    case 'question':
      return { type: 'bot:question', ...turn, question: update.question }
    case 'approval':
      return { type: 'bot:approval', ...turn, approval: update.approval }
    case 'notice': {
      const { code, text, action, level } = update.notice
      return { type: 'bot:error', ...turn, code, message: text, level, ...(action && { action }) }
    }
    case 'retract':
      return { type: 'bot:retract', ...turn, characters: update.characters, toolIds: update.toolIds }
  }
}

/** The addition to an answer that an event brings; undefined for events that bring none. The inverse of `eventOf`. */
export function partUpdateOf(event: ConversationEvent): PartUpdate | undefined {
  switch (event.type) {
    case 'bot:token':
      return { type: 'text', text: event.text }
    case 'bot:thinking':
      return { type: 'thinking', text: event.text }
    case 'bot:tool': {
      const { type: _, conversationId: _c, seq: _s, turnId: _t, messageId: _m, ...tool } = event
      return { type: 'tool', tool }
    }
    case 'bot:plan':
      return { type: 'plan', entries: event.entries }
    case 'bot:question':
      return { type: 'question', question: event.question }
    case 'bot:approval':
      return { type: 'approval', approval: event.approval }
    case 'bot:error': {
      const { code, message, action, level } = event
      return { type: 'notice', notice: { level, code, text: message, ...(action && { action }) } }
    }
    case 'bot:retract':
      return { type: 'retract', characters: event.characters, toolIds: event.toolIds }
    default:
      return undefined
  }
}
