import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { Fragment, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand/react'
import type { MessageMatch } from '../../protocol/api.ts'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ConversationRow } from './conversation-row.tsx'
import { createConversationSearch, shownConversations } from './conversation-search.ts'
import { conversationTexts } from './conversation-texts.ts'
import { moveInList } from './list-keys.ts'
import { SearchHits } from './search-hits.tsx'
import { UndoBar } from './undo-bar.tsx'

/** All conversations, sliding over the chat. */
export function ConversationDrawer({ close }: { close: () => void }) {
  const chat = useChat()
  const state = useStore(chat.list.store)
  const [searching] = useState(() => createConversationSearch(chat))
  const { search } = useStore(searching.store)
  const shown = useMemo(() => shownConversations(state, search), [state, search])
  const [query, setQuery] = useState('')
  const list = useRef<HTMLUListElement>(null)
  const deleted = useStore(chat.drawer, (now) => now.deleted)

  useEffect(() => {
    void chat.attempt(chat.list.refresh)
  }, [chat])

  useEffect(() => {
    const timer = setTimeout(() => void searching.search(query), query === '' ? 0 : 200)
    return () => clearTimeout(timer)
  }, [searching, query])

  const hitsIn = (id: string) => search?.matches.filter(({ conversationId }) => conversationId === id) ?? []

  function begin() {
    void chat.attempt(chat.active.begin)
    close()
    chat.focusComposer()
  }

  function select(id: string) {
    void chat.attempt(() => chat.active.select(id))
    close()
  }

  function openHit({ conversationId, messageId }: MessageMatch) {
    void chat.attempt(() => chat.active.openAt(conversationId, messageId))
    close()
  }

  function intoList(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' || event.nativeEvent.isComposing) return
    event.preventDefault()
    list.current?.querySelector<HTMLElement>('[data-stop]')?.focus()
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
            onKeyDown={intoList}
          />
        </div>
        <p role="status" className="sr-only">
          {search && (search.isLoading ? conversationTexts.searching : conversationTexts.found(shown.length))}
        </p>
        <ul ref={list} className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-3" onKeyDown={moveInList}>
          {shown.map((conversation) => (
            <Fragment key={conversation.id}>
              <ConversationRow conversation={conversation} select={select} />
              <SearchHits matches={hitsIn(conversation.id)} open={openHit} />
            </Fragment>
          ))}
          {search?.hasFailed && (
            <li className="flex flex-wrap items-center gap-2 px-3 py-4 text-sm text-ink-2">
              {conversationTexts.searchFailed}
              <Button onClick={() => void searching.search(query)}>{texts.common.tryAgain}</Button>
            </li>
          )}
          {shown.length === 0 && !search?.isLoading && !search?.hasFailed && (
            <li className="px-3 py-6 text-sm text-ink-2 [overflow-wrap:anywhere]">
              {search ? conversationTexts.nothingFound(search.query) : conversationTexts.empty}
            </li>
          )}
          {(search ? search.nextCursor : state.nextCursor) !== null && (
            <li className="p-2">
              <Button
                className="w-full"
                disabled={search?.isLoading}
                onClick={() => void (search ? searching.more() : chat.attempt(chat.list.loadMore))}
              >
                {conversationTexts.loadMore}
              </Button>
            </li>
          )}
        </ul>
        {deleted.length > 0 && (
          <div className="p-3 pt-0">
            <UndoBar conversations={deleted} />
          </div>
        )}
      </div>
    </Dialog>
  )
}
