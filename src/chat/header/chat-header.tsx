import ChevronRight from 'lucide-react/icons/chevron-right'
import Plus from 'lucide-react/icons/plus'
import X from 'lucide-react/icons/x'
import { useStore } from 'zustand/react'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { unsentCount } from '../conversation/unsent.ts'
import { useNeedsOwner } from '../conversation/use-needs-owner.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Mark } from '../ui/mark.tsx'
import { MainMenu } from './main-menu.tsx'
import { stateWords } from './state-words.ts'

/** Mark, title and state on the left, which open the conversations; new, more and close on the right. */
export function ChatHeader({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  const openList = () => chat.drawer.setState({ isOpen: true })
  const { id } = conversation.store.getState()
  const title =
    useStore(chat.list.store, (state) => state.known.get(id)?.title) ?? texts.conversations.untitled
  const isWorking = useStore(conversation.store, (state) => state.turn !== null)
  const needsOwner = useNeedsOwner(conversation)
  const connection = useStore(chat.connection, (state) => state.state)
  const unsent = useStore(chat.outbox.store, (state) => unsentCount(state.items))
  const words = stateWords({ connection, unsent, isWorking, needsOwner })

  function begin() {
    void chat.attempt(chat.active.begin)
    chat.focusComposer()
  }

  return (
    <header className="flex h-12 shrink-0 items-center gap-0.5 border-b px-1.5">
      <h1 className="min-w-0 flex-1">
        <button
          type="button"
          aria-haspopup="dialog"
          title={texts.header.conversations}
          className="flex h-11 max-w-full min-w-0 items-center gap-2.5 rounded-[10px] pr-2 pl-1.5 text-left hover:bg-bubble focus-visible:-outline-offset-2"
          onClick={openList}
        >
          <Mark
            state={
              connection.kind !== 'online'
                ? 'away'
                : needsOwner
                  ? 'needs-owner'
                  : isWorking
                    ? 'working'
                    : 'ready'
            }
          />
          <span className="min-w-0 leading-tight">
            <span className="flex items-center gap-1 text-base font-semibold">
              <span className="truncate">{title}</span>
              <ChevronRight size={14} aria-hidden className="shrink-0 rotate-90 text-ink-3" />
            </span>
            <span className="block truncate text-xs font-normal text-ink-2 tabular-nums">{words}</span>
          </span>
        </button>
      </h1>
      <IconButton label={texts.header.newConversation} icon={Plus} size={20} onClick={begin} />
      <MainMenu openConversations={openList} />
      {chat.isFramed && <IconButton label={texts.header.close} icon={X} size={20} onClick={chat.close} />}
    </header>
  )
}
