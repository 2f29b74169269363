import { useStore } from 'zustand/react'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { conversationTexts } from './conversation-texts.ts'

/** Another device went to another conversation while the owner was writing here: the way to follow it. */
export function ElsewhereBar({ id }: { id: string | null }) {
  const chat = useChat()
  const title = useStore(chat.list.store, (state) => (id === null ? undefined : state.known.get(id)?.title))

  function open() {
    void chat.attempt(() => (id === null ? chat.active.begin() : chat.active.select(id)))
    chat.focusComposer()
  }

  return (
    <div role="status" className="flex items-center gap-2 rounded-[14px] border bg-surface pl-3 text-sm">
      <p className="min-w-0 flex-1 py-1.5 text-ink-2 [overflow-wrap:anywhere]">
        {title === undefined ? conversationTexts.begunElsewhere : conversationTexts.openElsewhere(title)}
      </p>
      <Button look="quiet" onClick={open}>
        {conversationTexts.open}
      </Button>
    </div>
  )
}
