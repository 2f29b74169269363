import ArrowDown from 'lucide-react/icons/arrow-down'
import { texts } from '../texts.ts'

export function JumpButton({ newCount, onClick }: { newCount: number; onClick: () => void }) {
  return (
    <button
      type="button"
      className="absolute bottom-3 left-1/2 inline-flex min-h-control -translate-x-1/2 animate-rise items-center gap-2 rounded-full border bg-surface px-3 text-sm whitespace-nowrap shadow-high hover:bg-bubble"
      onClick={onClick}
    >
      <ArrowDown size={16} strokeWidth={1.75} aria-hidden />
      {newCount > 0 ? texts.transcript.newMessages(newCount) : texts.transcript.jumpToLatest}
    </button>
  )
}
