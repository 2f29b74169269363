import Ellipsis from 'lucide-react/icons/ellipsis'
import Pencil from 'lucide-react/icons/pencil'
import Trash from 'lucide-react/icons/trash-2'
import { useState } from 'react'
import { useStore } from 'zustand/react'
import type { Conversation } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'
import { conversationTexts } from './conversation-texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { classNames } from '../ui/class-names.ts'
import { Menu } from '../ui/menu.tsx'
import { agoWords } from '../ui/time-words.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { RenameDialog } from './rename-dialog.tsx'

export function ConversationRow({
  conversation,
  select,
}: {
  conversation: Conversation
  select: (id: string) => void
}) {
  const { id, title, updatedAt, isWorking } = conversation
  const isActive = useStore(useChat().active.store, (state) => state.conversation?.store.getState().id === id)
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null)
  const close = () => setDialog(null)
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
        entries={[
          {
            kind: 'item',
            label: conversationTexts.rename,
            icon: Pencil,
            onSelect: () => setDialog('rename'),
          },
          {
            kind: 'item',
            label: conversationTexts.delete,
            icon: Trash,
            isDanger: true,
            onSelect: () => setDialog('delete'),
          },
        ]}
      />
      {dialog === 'rename' && <RenameDialog conversation={conversation} close={close} />}
      {dialog === 'delete' && <DeleteDialog conversation={conversation} close={close} />}
    </li>
  )
}
