import Ellipsis from 'lucide-react/icons/ellipsis'
import FileBraces from 'lucide-react/icons/file-braces'
import FileText from 'lucide-react/icons/file-text'
import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import { useState } from 'react'
import { useStore } from 'zustand/react'
import type { Conversation } from '../../protocol/chat.ts'
import { useChat } from '../ui/chat-context.tsx'
import { classNames } from '../ui/class-names.ts'
import { Menu } from '../ui/menu.tsx'
import { agoWords } from '../ui/time-words.ts'
import { conversationTexts } from './conversation-texts.ts'
import { RenameDialog } from './rename-dialog.tsx'

export function ConversationRow({
  conversation,
  select,
  remove,
}: {
  conversation: Conversation
  select: (id: string) => void
  remove: (conversation: Conversation) => void
}) {
  const { id, title, updatedAt, isWorking } = conversation
  const isActive = useStore(useChat().active.store, (state) => state.conversation?.store.getState().id === id)
  const [isRenaming, setIsRenaming] = useState(false)
  return (
    <li className={classNames('flex items-center gap-0.5 rounded-[10px]', isActive && 'bg-bubble')}>
      <button
        type="button"
        {...(isActive && { 'aria-current': 'true' as const })}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-[10px] px-2.5 text-left text-sm hover:bg-sunken"
        onClick={() => select(id)}
      >
        <span className={classNames('min-w-0 flex-1 truncate', isActive && 'font-medium')}>{title}</span>
        {isWorking ? (
          <span
            role="img"
            aria-label={conversationTexts.working}
            className="size-2 animate-breathe rounded-full bg-accent"
          />
        ) : (
          <span
            className={classNames('shrink-0 text-xs tabular-nums', isActive ? 'text-ink-2' : 'text-ink-3')}
          >
            {agoWords(updatedAt, Date.now())}
          </span>
        )}
      </button>
      <Menu
        label={conversationTexts.actions(title)}
        icon={Ellipsis}
        entries={() => [
          {
            kind: 'item',
            label: conversationTexts.rename,
            icon: Pencil,
            onSelect: () => setIsRenaming(true),
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
            onSelect: () => remove(conversation),
          },
        ]}
      />
      {isRenaming && <RenameDialog conversation={conversation} close={() => setIsRenaming(false)} />}
    </li>
  )
}

/** The server says under which name. */
function download(id: string, format: 'markdown' | 'json') {
  const link = document.createElement('a')
  link.href = `/api/conversations/${encodeURIComponent(id)}/export?format=${format}`
  link.download = ''
  link.click()
}
