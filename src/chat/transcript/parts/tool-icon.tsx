import Check from 'lucide-react/icons/check'
import FileInput from 'lucide-react/icons/file-input'
import FilePen from 'lucide-react/icons/file-pen'
import FileText from 'lucide-react/icons/file-text'
import Globe from 'lucide-react/icons/globe'
import Lightbulb from 'lucide-react/icons/lightbulb'
import Search from 'lucide-react/icons/search'
import Square from 'lucide-react/icons/square'
import Terminal from 'lucide-react/icons/terminal'
import Trash from 'lucide-react/icons/trash-2'
import Wrench from 'lucide-react/icons/wrench'
import X from 'lucide-react/icons/x'
import type { ToolKind, ToolStatus } from '../../../protocol/turn-parts.ts'
import { texts } from '../../texts.ts'

const icons = {
  read: FileText,
  edit: FilePen,
  delete: Trash,
  move: FileInput,
  search: Search,
  execute: Terminal,
  think: Lightbulb,
  fetch: Globe,
  other: Wrench,
} satisfies Record<ToolKind, unknown>

export function ToolIcon({ kind }: { kind: ToolKind }) {
  const Icon = icons[kind]
  return <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2" />
}

export function ToolState({ status }: { status: ToolStatus }) {
  return (
    <span
      role="img"
      aria-label={texts.toolStatus[status]}
      className="flex size-4 shrink-0 items-center justify-center"
    >
      {status === 'running' && <span className="size-1.5 animate-breathe rounded-full bg-accent" />}
      {status === 'done' && <Check size={16} strokeWidth={1.75} aria-hidden className="text-ink-2" />}
      {status === 'failed' && <X size={16} strokeWidth={2} aria-hidden className="text-danger" />}
      {status === 'stopped' && <Square size={12} strokeWidth={2} aria-hidden className="text-ink-3" />}
    </span>
  )
}
