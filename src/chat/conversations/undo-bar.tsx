import { useEffect } from 'react'
import type { Conversation } from '../../protocol/chat.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { restoreConversations } from './conversation-deeds.ts'
import { conversationTexts } from './conversation-texts.ts'

const undoMs = 10_000

/** Says what was deleted, and takes it back for as long as it is there. */
export function UndoBar({ conversations }: { conversations: readonly Conversation[] }) {
  const chat = useChat()
  const [first] = conversations

  useEffect(() => {
    const timer = setTimeout(() => {
      if (chat.drawer.getState().deleted === conversations) chat.drawer.setState({ deleted: [] })
    }, undoMs)
    return () => clearTimeout(timer)
  }, [chat, conversations])

  if (!first) return null
  return (
    <div
      role="status"
      className="flex shrink-0 items-center gap-2 rounded-[14px] border bg-surface py-1 pr-1 pl-3 text-sm shadow-low"
    >
      <p className="min-w-0 flex-1 truncate">{conversationTexts.deleted(first.title)}</p>
      <Button look="quiet" onClick={() => void chat.attempt(() => restoreConversations(chat, conversations))}>
        {conversationTexts.undo}
      </Button>
    </div>
  )
}
