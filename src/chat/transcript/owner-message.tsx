import Copy from 'lucide-react/icons/copy'
import Ellipsis from 'lucide-react/icons/ellipsis'
import Pencil from 'lucide-react/icons/pencil'
import { useStore } from 'zustand/react'
import type { ChatMessage } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { copyText } from '../ui/copy-text.ts'
import { lazyPart } from '../ui/lazy-part.tsx'
import { Menu } from '../ui/menu.tsx'
import { separatorWords } from '../ui/time-words.ts'
import { filesOf } from './files-of.ts'
import { OwnerBubble } from './owner-bubble.tsx'

const BranchSwitch = lazyPart(async () => (await import('../branches/branch-switch.tsx')).BranchSwitch)

/** What the owner said, and what can be done with it. */
export function OwnerMessage({ message }: { message: ChatMessage }) {
  const chat = useChat()
  const { content, parts, createdAt } = message
  const files = filesOf(parts)
  const place = useStore(chat.branches, (state) => state.places.get(message.id))

  async function copy() {
    if (await chat.attempt(() => copyText(content))) chat.announcer.say(texts.common.copied)
  }

  async function edit() {
    const { editMessage } = await import('../branches/edit-message.ts')
    editMessage(chat, message)
  }

  const actions = (
    <span className="absolute top-0 right-full mr-1 opacity-0 transition-opacity duration-[120ms] group-hover/own:opacity-100 focus-within:opacity-100 pointer-coarse:mr-0 pointer-coarse:opacity-100">
      <Menu
        label={texts.transcript.messageActions}
        icon={Ellipsis}
        className="text-ink-3"
        entries={() => [
          { kind: 'heading', label: separatorWords(createdAt, Date.now()) },
          { kind: 'item', label: texts.transcript.copyMessage, icon: Copy, onSelect: () => void copy() },
          {
            kind: 'item',
            label: texts.transcript.editMessage,
            icon: Pencil,
            onSelect: () => void chat.attempt(edit),
          },
        ]}
      />
    </span>
  )
  return (
    <OwnerBubble text={content} files={files} actions={actions}>
      {place && <BranchSwitch place={place} />}
    </OwnerBubble>
  )
}
