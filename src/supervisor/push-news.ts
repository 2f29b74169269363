import type { Push } from '../platform/push/push.ts'
import type { Conversations } from '../platform/store/conversations.ts'
import type { Turns } from '../platform/store/turns.ts'
import type { ServerMessage } from '../protocol/chat.ts'
import type { Language } from '../protocol/language.ts'
import { newsTexts } from './news-texts.ts'

export interface PushNewsDeps {
  push: Pick<Push, 'send'>
  turns: Pick<Turns, 'find' | 'queued'>
  conversations: Pick<Conversations, 'find'>
  /** The owner's. */
  language(): Language
  /** Whether the owner sees this conversation on any device. */
  isAnyoneLooking(conversationId: string): boolean
}

/**
 * Gives what hears everything that is said to the chat, and notifies devices of what their owner waits for: an answer that is
 * finished, one that failed, and a question. When the owner looks on one device, the others stay silent.
 */
export function createPushNews({ push, turns, conversations, language, isAnyoneLooking }: PushNewsDeps) {
  /** What was said last in an answer that just ended; `bot:done` follows at once. */
  let answer: { messageId: string; text: string } | undefined

  const texts = () => newsTexts[language()]

  function tell(conversationId: string, title: string, body: string, isUrgent: boolean): void {
    if (isAnyoneLooking(conversationId)) return
    void push.send({ title, body, conversationId, about: `conversation ${conversationId}`, isUrgent })
  }

  function tellOfEnd({ conversationId, turnId, messageId, status }: Done): void {
    const text = answer?.messageId === messageId ? answer.text : ''
    answer = undefined
    const isOwners = turns.find(turnId)?.origin === 'owner'
    // The owner said what comes next already, and is told when that is done.
    if (!isOwners || turns.queued(conversationId).length > 0) return
    const title = conversations.find(conversationId)?.title
    if (status === 'done') tell(conversationId, title || 'Bloby', text || texts().finished, false)
    else if (status === 'failed') tell(conversationId, texts().failed, text || title || '', false)
  }

  return function hear(message: ServerMessage): void {
    switch (message.type) {
      case 'bot:question':
        if (message.question.answer === undefined)
          tell(message.conversationId, texts().needsAnswer, plainWords(message.question.text), true)
        break
      case 'bot:approval':
        if (message.approval.decision === undefined)
          tell(message.conversationId, texts().needsAnswer, plainWords(message.approval.title), true)
        break
      case 'bot:response': {
        const { id, parts, content } = message.message
        const failure = parts.findLast((part) => part.type === 'notice' && part.notice.level === 'error')
        const failed = failure?.type === 'notice' && message.message.status === 'failed'
        answer = { messageId: id, text: plainWords(failed ? failure.notice.text : content) }
        break
      }
      case 'bot:done':
        tellOfEnd(message)
    }
  }
}

type Done = Extract<ServerMessage, { type: 'bot:done' }>

/** A notification shows a few lines. */
const mostMarkdown = 4000

/** Markdown as a notification can show it: the words without their marks, code left out. */
export function plainWords(markdown: string): string {
  return markdown
    .slice(0, mostMarkdown)
    .replaceAll(/^(```|~~~)[\s\S]*?(^\1|$(?![\s\S]))/gm, '')
    .replaceAll(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replaceAll(/^[ \t]*(#{1,6}|>|[-*+]|\d+[.)])[ \t]+/gm, '')
    .replaceAll(/(\*\*|__|~~|`)(.+?)\1/g, '$2')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim()
}
