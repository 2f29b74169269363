import X from 'lucide-react/icons/x'
import { useStore } from 'zustand/react'
import { texts } from '../texts.ts'
import { useChat } from './chat-context.tsx'
import { IconButton } from './icon-button.tsx'

/** The last thing that went wrong and belongs to nothing else on the page. */
export function NoticeBar() {
  const { notice } = useChat()
  const text = useStore(notice, (state) => state.text)
  if (text === null) return null
  return (
    <div role="alert" className="flex items-center gap-2 rounded-[14px] bg-danger-soft pl-3 text-sm">
      <p className="min-w-0 flex-1 py-2 [overflow-wrap:anywhere]">{text}</p>
      <IconButton
        label={texts.common.dismiss}
        icon={X}
        size={16}
        onClick={() => notice.setState({ text: null })}
      />
    </div>
  )
}
