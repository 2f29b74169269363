import { useEffect } from 'react'
import type { Conversation } from '../../protocol/chat.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { conversationTexts } from './conversation-texts.ts'

const undoMs = 10_000

/** Says that a conversation was deleted, and takes it back for as long as it is there. */
export function UndoBar({ conversation, close }: { conversation: Conversation; close: () => void }) {
  const chat = useChat()
  const { id, title } = conversation

  useEffect(() => {
    const timer = setTimeout(close, undoMs)
    return () => clearTimeout(timer)
  }, [close])

  async function restore() {
    if (await chat.restore(id)) close()
  }

  return (
    <div
      role="status"
      className="mx-3 mb-3 flex shrink-0 items-center gap-2 rounded-[14px] border bg-surface py-1 pr-1 pl-3 text-sm shadow-high"
    >
      <p className="min-w-0 flex-1 truncate">{conversationTexts.deleted(title)}</p>
      <Button look="quiet" onClick={() => void restore()}>
        {conversationTexts.undo}
      </Button>
    </div>
  )
}
