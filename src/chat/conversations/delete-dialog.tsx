import type { Conversation } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'
import { conversationTexts } from './conversation-texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Dialog, smallDialog } from '../ui/dialog.tsx'

export function DeleteDialog({ conversation, close }: { conversation: Conversation; close: () => void }) {
  const chat = useChat()

  async function remove() {
    if (await chat.remove(conversation.id)) close()
  }

  return (
    <Dialog label={conversationTexts.deleteTitle} onClose={close} className={smallDialog}>
      <div className="p-4">
        <h2 className="text-lg font-semibold">{conversationTexts.deleteTitle}</h2>
        <p className="mt-1 text-sm text-ink-2 [overflow-wrap:anywhere]">
          {conversationTexts.deleteLead(conversation.title)}
        </p>
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={close}>{texts.common.cancel}</Button>
          <Button look="danger" onClick={() => void remove()}>
            {conversationTexts.delete}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
