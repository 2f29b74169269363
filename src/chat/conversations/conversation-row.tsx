import Ellipsis from 'lucide-react/icons/ellipsis'
import FileBraces from 'lucide-react/icons/file-braces'
import FileText from 'lucide-react/icons/file-text'
import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useStore } from 'zustand/react'
import type { Conversation } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { classNames } from '../ui/class-names.ts'
import { StateDot } from '../ui/mark.tsx'
import { Menu } from '../ui/menu.tsx'
import { countWords } from '../ui/number-words.ts'
import { agoWords } from '../ui/time-words.ts'
import { deleteConversation } from './conversation-deeds.ts'
import { conversationTexts } from './conversation-texts.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { focusNear } from './list-keys.ts'
import { RenameDialog } from './rename-dialog.tsx'

/** A conversation in the list. F2 renames it, Delete deletes it. */
export function ConversationRow({
  conversation,
  select,
}: {
  conversation: Conversation
  select: (id: string) => void
}) {
  const chat = useChat()
  const row = useRef<HTMLLIElement>(null)
  const { id, title, family, unread = 0 } = conversation
  const isActive = useStore(chat.active.store, (state) => state.conversation?.store.getState().id === id)
  const [asked, setAsked] = useState<'rename' | 'delete' | null>(null)
  const close = () => setAsked(null)

  function remove(scope: 'one' | 'family') {
    close()
    focusNear(row.current)
    void chat.attempt(() => deleteConversation(chat, conversation, scope))
  }
  const askToRemove = () => (family ? setAsked('delete') : remove('one'))

  function onKeyDown(event: KeyboardEvent) {
    // Keys of a dialog come here too, as React has it.
    if (asked !== null) return
    if (event.key === 'F2') setAsked('rename')
    else if (event.key === 'Delete') askToRemove()
    else return
    event.preventDefault()
  }

  return (
    <li
      ref={row}
      className={classNames('flex items-center gap-0.5 rounded-[10px]', isActive && 'bg-bubble')}
      onKeyDown={onKeyDown}
    >
      <button
        type="button"
        data-stop
        {...(isActive && { 'aria-current': 'true' as const })}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-[10px] px-2.5 text-left text-sm hover:bg-bubble focus-visible:-outline-offset-2"
        onClick={() => select(id)}
      >
        <span className={classNames('min-w-0 flex-1 truncate', (isActive || unread > 0) && 'font-medium')}>
          {title}
        </span>
        {unread > 0 && <Unread count={unread} />}
        <State conversation={conversation} isActive={isActive} />
      </button>
      <Menu
        label={conversationTexts.actions(title)}
        icon={Ellipsis}
        entries={() => [
          ...(family ? [{ kind: 'heading' as const, label: conversationTexts.versions(family.count) }] : []),
          {
            kind: 'item',
            label: conversationTexts.rename,
            icon: Pencil,
            onSelect: () => setAsked('rename'),
          },
          {
            kind: 'item',
            label: conversationTexts.exportMarkdown,
            icon: FileText,
            onSelect: () => download(id, 'markdown'),
          },
          {
            kind: 'item',
            label: conversationTexts.exportJson,
            icon: FileBraces,
            onSelect: () => download(id, 'json'),
          },
          {
            kind: 'item',
            label: conversationTexts.delete,
            icon: Trash,
            isDanger: true,
            onSelect: askToRemove,
          },
        ]}
      />
      {asked === 'rename' && <RenameDialog conversation={conversation} close={close} />}
      {asked === 'delete' && <DeleteDialog conversation={conversation} remove={remove} close={close} />}
    </li>
  )
}

/** What goes on in it, or when something last did. */
function State({ conversation, isActive }: { conversation: Conversation; isActive: boolean }) {
  if (conversation.needsOwner)
    return (
      <span className="flex shrink-0 items-center gap-1.5 text-xs font-medium">
        <StateDot state="needs-owner" />
        {texts.state.needsYou}
      </span>
    )
  if (conversation.isWorking)
    return (
      <span
        role="img"
        aria-label={conversationTexts.working}
        className="size-2 animate-breathe rounded-full bg-accent"
      />
    )
  return (
    <span className={classNames('shrink-0 text-xs tabular-nums', isActive ? 'text-ink-2' : 'text-ink-3')}>
      {agoWords(conversation.updatedAt, Date.now())}
    </span>
  )
}

function Unread({ count }: { count: number }) {
  return (
    <span className="min-w-5 shrink-0 rounded-full bg-ink px-1.5 text-center text-xs leading-5 font-medium text-bg tabular-nums">
      <span aria-hidden>{countWords(count)}</span>
      <span className="sr-only">{conversationTexts.unread(count)}</span>
    </span>
  )
}

/** The server says under which name. */
function download(id: string, format: 'markdown' | 'json') {
  const link = document.createElement('a')
  link.href = `/api/conversations/${encodeURIComponent(id)}/export?format=${format}`
  link.download = ''
  link.click()
}
