import type { AnswerDraft, ConversationEvent, ServerMessage } from '../protocol/chat.ts'
import type { AppStatus } from './app-state/app-status.ts'
import type { ReadMarks } from './conversation/read-marks.ts'
import type { ActiveConversation } from './conversations/active-conversation.ts'
import type { ConversationList } from './conversations/conversation-list.ts'
import type { Engines } from './engines.ts'
import type { Outbox } from './outbox/outbox.ts'

type Of<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>
type Handlers = { [Type in ServerMessage['type']]: (message: Of<Type>) => void | Promise<void> }

/** What happens when the server says something. A new message does not compile until it is handled here. */
export function createServerHandlers(deps: {
  outbox: Outbox
  active: ActiveConversation
  list: ConversationList
  app: AppStatus
  readMarks: Pick<ReadMarks, 'learn'>
  engines: Engines
  /** Words of the server's that belong to no message of the owner's. */
  onError: (message: string) => void
  onAnswerDraft: (questionId: string, draft: AnswerDraft) => void
}): (message: ServerMessage) => void | Promise<void> {
  const { outbox, active, list, app, engines, readMarks } = deps

  function record(event: ConversationEvent) {
    const conversation = active.find(event.conversationId)
    if (!conversation) return
    active.madeKnown(event.conversationId)
    if (conversation.receive(event) === 'gap') active.resume(event.conversationId)
    if (event.type === 'chat:sync') outbox.recorded((id) => id === event.message.id)
  }

  const handlers: Handlers = {
    'chat:sync': record,
    'bot:typing': record,
    'bot:token': record,
    'bot:thinking': record,
    'bot:tool': record,
    'bot:retract': record,
    'bot:plan': record,
    'bot:question': record,
    'bot:approval': record,
    'bot:status': record,
    'bot:response': record,
    'bot:done': record,
    async 'bot:error'(message) {
      if ('seq' in message) return record(message)
      const isOwners = outbox.store.getState().items.some((item) => item.id === message.id)
      const { id, code, message: text, conversationId } = message
      if (id !== undefined && isOwners) await outbox.rejected(id, { code, message: text })
      else if (code === 'not-found' && conversationId !== undefined) active.removed(conversationId)
      else deps.onError(text)
    },
    async 'chat:accepted'(message) {
      active.madeKnown(message.conversationId)
      await outbox.accepted(message.id, message.messageId)
      const state = active.find(message.conversationId)?.store.getState()
      // A conversation that this page has not opened comes with all of its messages when it is.
      if (!state || state.messages.has(message.messageId)) outbox.recorded((id) => id === message.messageId)
    },
    'chat:conversation-created'({ conversation }) {
      active.madeKnown(conversation.id)
      list.changed(conversation)
    },
    'chat:conversation-changed'({ conversation }) {
      readMarks.learn(conversation.id, conversation.readTo)
      list.changed(conversation)
    },
    'chat:conversation-deleted'({ conversationId }) {
      list.deleted(conversationId)
      active.removed(conversationId)
    },
    'chat:cleared': ({ conversationId }) => active.follow(conversationId),
    'chat:state'(message) {
      if (!active.resumed(message.conversationId, message.after)) return
      readMarks.learn(message.conversationId, message.readTo)
      active.find(message.conversationId)?.replace(message)
      outbox.caughtUp(message.conversationId)
    },
    'chat:resumed'(message) {
      if (!active.resumed(message.conversationId, message.after)) return
      readMarks.learn(message.conversationId, message.readTo)
      active.find(message.conversationId)?.resumed(message.seq)
      outbox.caughtUp(message.conversationId)
    },
    'chat:answer-draft': ({ questionId, draft }) => deps.onAnswerDraft(questionId, draft),
    'app:state': app.receive,
    'engine:state': ({ engine }) => engines.learn([engine]),
    'app:rebuilding': app.receive,
    'app:rebuilt': app.receive,
    'app:build-error': app.receive,
    'app:hmr-update': app.receive,
    'whisper:transcribed': () => {},
    pong: () => {},
  }

  return (message) => dispatch(handlers, message)
}

function dispatch<Type extends ServerMessage['type']>(
  handlers: { [T in Type]: (message: Of<T>) => void | Promise<void> },
  message: Of<Type>,
): void | Promise<void> {
  return handlers[message.type as Type](message)
}
