import Ellipsis from 'lucide-react/icons/ellipsis'
import LogOut from 'lucide-react/icons/log-out'
import MessagesSquare from 'lucide-react/icons/messages-square'
import Settings from 'lucide-react/icons/settings'
import { useStore } from 'zustand/react'
import { texts } from '../texts.ts'
import { usePage } from '../ui/chat-context.tsx'
import { Menu } from '../ui/menu.tsx'

export function MainMenu({ openConversations }: { openConversations: () => void }) {
  const { chat, theme } = usePage()
  const chosen = useStore(theme.store, (state) => state.theme)
  return (
    <Menu
      label={texts.header.more}
      icon={Ellipsis}
      entries={() => [
        {
          kind: 'item',
          label: texts.header.conversations,
          icon: MessagesSquare,
          onSelect: openConversations,
        },
        {
          kind: 'item',
          label: texts.header.settings,
          icon: Settings,
          onSelect: () => chat.openSettings('overview'),
        },
        { kind: 'heading', label: texts.header.theme },
        ...(['light', 'dark', 'system'] as const).map((name) => ({
          kind: 'item' as const,
          label: texts.header[name],
          isChecked: chosen === name,
          onSelect: () => theme.choose(name),
        })),
        { kind: 'heading', label: texts.header.account },
        {
          kind: 'item',
          label: texts.header.signOut,
          icon: LogOut,
          onSelect: () => void chat.attempt(chat.account.logout),
        },
      ]}
    />
  )
}
