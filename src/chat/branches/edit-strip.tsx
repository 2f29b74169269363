import X from 'lucide-react/icons/x'
import { useChat } from '../ui/chat-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { branchTexts } from './branch-texts.ts'
import { cancelEdit } from './edit-message.ts'

/** Above the words of a message that is being edited: what sending it will do, and the way back. */
export function EditStrip() {
  const chat = useChat()
  return (
    <div className="flex items-center gap-2 border-b pl-2">
      <p className="min-w-0 flex-1 py-1 text-xs text-ink-2">{branchTexts.editing}</p>
      <IconButton label={branchTexts.cancel} icon={X} size={16} onClick={() => cancelEdit(chat)} />
    </div>
  )
}
