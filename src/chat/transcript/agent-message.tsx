import { useMemo } from 'react'
import { useStore } from 'zustand/react'
import type { ChatMessage } from '../../protocol/chat.ts'
import type { MessagePart } from '../../protocol/turn-parts.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { filesOf } from './files-of.ts'
import { type FoldedPart, foldParts } from './fold-parts.ts'
import { Markdown } from './markdown/markdown.tsx'
import { MessageFoot } from './message-foot.tsx'
import { NoticePart } from './parts/notice-part.tsx'
import { RowMemoryProvider } from './parts/row-memory.ts'
import { ThinkingPart } from './parts/thinking-part.tsx'
import { ToolRow } from './parts/tool-row.tsx'
import { TurnStatus } from './turn-status.tsx'
import { useGrowingText } from './use-shape.ts'

const QuestionForm = lazyPart(async () => (await import('./parts/question-form.tsx')).QuestionForm)
const ApprovalForm = lazyPart(async () => (await import('./parts/approval-form.tsx')).ApprovalForm)
const PlanRow = lazyPart(async () => (await import('./parts/plan-list.tsx')).PlanRow)

/** An answer of the agent's, finished or being written. */
export function AgentMessage({
  message,
  isLast,
  conversation,
}: {
  message: ChatMessage
  isLast: boolean
  conversation: ConversationStore
}) {
  const isStreaming = message.status === 'streaming'
  const parts = partsOf(message)
  const folded = foldParts(parts)
  const actions = useActions(message, isLast, conversation)
  const rows = useMemo(
    () => ({ messageId: message.id, opened: conversation.openRows }),
    [message.id, conversation],
  )
  return (
    <div className="flex flex-col gap-2">
      <span className="sr-only">{texts.name}:</span>
      <RowMemoryProvider value={rows}>
        {folded.map((entry) => (
          <Piece
            key={entry.key}
            entry={entry}
            isGrowing={isStreaming && entry.type === 'part' && entry.part === parts.at(-1)}
            message={message}
            conversation={conversation}
            actions={actions}
          />
        ))}
      </RowMemoryProvider>
      {isStreaming ? (
        <TurnStatus conversation={conversation} isQuiet={isSpeaking(parts.at(-1))} />
      ) : (
        <MessageFoot message={message} {...(!hasContinueNotice(parts) && actions)} />
      )}
    </div>
  )
}

interface Actions {
  /** Answers a question or an approval; absent when the turn is over. */
  answer: ((id: string) => (text: string, reason?: string) => boolean) | undefined
  /** Goes on with the turn; absent when there is nothing to go on with. */
  goOn: (() => void) | undefined
  /** Sends the words again that this answers; absent when there is nothing to do better. */
  retry: (() => void) | undefined
}

function useActions(message: ChatMessage, isLast: boolean, conversation: ConversationStore): Actions {
  const chat = useChat()
  // Asked of the last one only: a turn that begins or ends draws no other message again.
  const isFree = useStore(
    conversation.store,
    (state) => isLast && state.turn === null && state.queue.length === 0,
  )
  const { conversationId, turnId, status } = message
  const isUnfinished = status === 'stopped' || status === 'failed' || status === 'interrupted'

  function retry() {
    const { messages } = conversation.store.getState()
    const asked = [...messages.values()].findLast((each) => each.role === 'user' && each.turnId === turnId)
    if (asked) chat.send(asked.content, filesOf(asked.parts))
  }

  return {
    retry: isFree && (status === 'stopped' || status === 'failed') ? retry : undefined,
    answer:
      status === 'streaming'
        ? (questionId) => (answer, reason) =>
            chat.tell({
              type: 'user:answer',
              conversationId,
              questionId,
              answer,
              ...(reason !== undefined && { reason }),
            })
        : undefined,
    goOn:
      isFree && isUnfinished && turnId !== undefined
        ? () => void chat.tell({ type: 'user:continue', conversationId, turnId })
        : undefined,
  }
}

function Piece({
  entry,
  isGrowing,
  message,
  conversation,
  actions,
}: {
  entry: FoldedPart
  isGrowing: boolean
  message: ChatMessage
  conversation: ConversationStore
  actions: Actions
}) {
  const growingText = useGrowingText(conversation, message.id, isGrowing)
  if (entry.type === 'tools') return <ToolRow nodes={entry.nodes} />
  const { part } = entry
  switch (part.type) {
    case 'text':
      return <Markdown text={growingText ?? part.text} isComplete={!isGrowing} />
    case 'thinking':
      return <ThinkingPart name={entry.key} text={growingText ?? part.text} isRunning={isGrowing} />
    case 'plan':
      // The plan of a running turn is above the composer.
      return message.status === 'streaming' ? null : <PlanRow entries={part.entries} />
    case 'question':
      return <QuestionForm question={part.question} answer={actions.answer?.(part.question.id)} />
    case 'approval':
      return <ApprovalForm approval={part.approval} answer={actions.answer?.(part.approval.id)} />
    case 'notice':
      return <NoticePart notice={part.notice} onContinue={actions.goOn} />
    case 'file':
      return null
  }
}

/** A message without parts, as other programs may write it, is its text. */
function partsOf(message: ChatMessage): readonly MessagePart[] {
  if (message.parts.length > 0 || message.content === '') return message.parts
  return [{ type: 'text', text: message.content }]
}

/** Whether the last piece itself shows that something is going on. */
function isSpeaking(part: MessagePart | undefined): boolean {
  if (part?.type === 'tool') return part.tool.status === 'running'
  if (part?.type === 'question') return part.question.answer === undefined
  if (part?.type === 'approval') return part.approval.decision === undefined
  return part?.type === 'text'
}

function hasContinueNotice(parts: readonly MessagePart[]): boolean {
  return parts.some(
    (part) => part.type === 'notice' && (part.notice.action === 'continue' || part.notice.action === 'retry'),
  )
}
