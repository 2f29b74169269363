import { type FormEvent, useId, useState } from 'react'
import type { Conversation } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Dialog, smallDialog } from '../ui/dialog.tsx'
import { renameConversation } from './conversation-deeds.ts'
import { conversationTexts } from './conversation-texts.ts'

export function RenameDialog({ conversation, close }: { conversation: Conversation; close: () => void }) {
  const chat = useChat()
  const id = useId()
  const [title, setTitle] = useState(conversation.title)

  async function save(event: FormEvent) {
    event.preventDefault()
    const wanted = title.trim()
    const rename = () => renameConversation(chat, conversation, wanted)
    if (wanted === conversation.title || (await chat.attempt(rename))) close()
  }

  return (
    <Dialog label={conversationTexts.rename} onClose={close} className={smallDialog}>
      <form className="p-4" onSubmit={(event) => void save(event)}>
        <label htmlFor={id} className="text-sm font-medium">
          {conversationTexts.renameLabel}
        </label>
        <input
          id={id}
          value={title}
          maxLength={200}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTitle(event.target.value)}
          className="mt-1 min-h-control w-full rounded-[10px] border bg-bg px-3 text-field"
        />
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={close}>{texts.common.cancel}</Button>
          <Button type="submit" look="primary" disabled={title.trim() === ''}>
            {conversationTexts.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
