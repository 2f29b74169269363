import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand/react'
import { texts } from '../texts.ts'
import { conversationTexts } from './conversation-texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { shownConversations } from './conversation-list.ts'
import { ConversationRow } from './conversation-row.tsx'

/** All conversations, sliding over the chat. */
export function ConversationDrawer({ close }: { close: () => void }) {
  const chat = useChat()
  const state = useStore(chat.list.store)
  const shown = useMemo(() => shownConversations(state), [state])
  const [query, setQuery] = useState('')

  useEffect(() => {
    void chat.attempt(chat.list.refresh)
    return () => void chat.attempt(() => chat.list.search(''))
  }, [chat])

  useEffect(() => {
    const timer = setTimeout(() => void chat.attempt(() => chat.list.search(query)), query === '' ? 0 : 200)
    return () => clearTimeout(timer)
  }, [chat, query])

  function begin() {
    void chat.attempt(chat.active.begin)
    close()
    chat.focusComposer()
  }

  function select(id: string) {
    void chat.attempt(() => chat.active.select(id))
    close()
  }

  return (
    <Dialog
      label={conversationTexts.title}
      onClose={close}
      className="m-0 h-full max-h-none w-[min(22.5rem,100vw)] max-w-none animate-slide border-r bg-bg p-0"
    >
      <div className="flex h-full flex-col pt-(--inset-top) pb-(--inset-bottom)">
        <div className="flex h-12 shrink-0 items-center gap-0.5 border-b pr-1.5 pl-4">
          <h2 className="flex-1 font-semibold">{conversationTexts.title}</h2>
          <IconButton label={conversationTexts.new} icon={Plus} size={20} onClick={begin} />
          <IconButton label={texts.common.close} icon={X} size={20} onClick={close} />
        </div>
        <div className="shrink-0 px-3 pt-3 pb-2">
          <input
            type="search"
            value={query}
            aria-label={conversationTexts.search}
            placeholder={conversationTexts.search}
            className="min-h-control w-full rounded-[10px] border bg-surface px-3 text-field placeholder:text-ink-3"
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        <ul className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-3">
          {shown.map((conversation) => (
            <ConversationRow key={conversation.id} conversation={conversation} select={select} />
          ))}
          {shown.length === 0 && !state.search?.isLoading && (
            <li className="px-3 py-6 text-sm text-ink-2 [overflow-wrap:anywhere]">
              {state.search
                ? conversationTexts.nothingFound(state.search.query)
                : conversationTexts.empty}
            </li>
          )}
          {state.nextCursor !== null && !state.search && (
            <li className="p-2">
              <Button className="w-full" onClick={() => void chat.attempt(chat.list.loadMore)}>
                {conversationTexts.loadMore}
              </Button>
            </li>
          )}
        </ul>
      </div>
    </Dialog>
  )
}
