import GripVertical from 'lucide-react/icons/grip-vertical'
import Pencil from 'lucide-react/icons/pencil'
import X from 'lucide-react/icons/x'
import {
  type KeyboardEvent,
  type PointerEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { ChatMessage } from '../../protocol/chat.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { filesOf } from '../transcript/files-of.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { classNames } from '../ui/class-names.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { QueueEdit } from './queue-edit.tsx'
import { oneLine } from './queue-order.ts'
import { queueTexts as texts } from './queue-texts.ts'

/** How far a pointer goes before it drags. */
const dragStartPx = 4

export interface QueueRowProps {
  message: ChatMessage
  isFirst: boolean
  isLast: boolean
  onMove: (by: -1 | 1) => void
  /** The pointer has the row, and is at this height of the window. */
  onDrag: (y: number) => void
  onDrop: () => void
  /** The pointer lost the row. */
  onCancel: () => void
  onRemove: () => void
  conversation: ConversationStore
}

/** One message that waits. Its words are the handle: a press edits it, a drag or Alt with an arrow key moves it. */
export function QueueRow(props: QueueRowProps) {
  const { message, onMove, onRemove } = props
  const chat = useChat()
  const hintId = useId()
  const handle = useRef<HTMLButtonElement>(null)
  const [isEditing, setIsEditing] = useState(false)
  const { isDragging, listeners } = useDrag(props)
  const line = oneLine(message.content, filesOf(message.parts))

  function onKeyDown(event: KeyboardEvent) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!event.altKey || (by !== -1 && by !== 1)) return
    event.preventDefault()
    onMove(by)
  }

  if (isEditing)
    return (
      <QueueEdit
        {...props}
        close={() => {
          setIsEditing(false)
          requestAnimationFrame(() => handle.current?.focus())
        }}
      />
    )
  return (
    <li
      data-waits
      className={classNames('flex items-center pr-1 text-sm', isDragging && 'bg-surface shadow-low')}
    >
      <button
        ref={handle}
        type="button"
        aria-label={texts.edit(line)}
        aria-describedby={hintId}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        className="flex min-h-control min-w-0 flex-1 items-center gap-1.5 rounded-[10px] text-left select-none focus-visible:-outline-offset-2"
        onClick={() => setIsEditing(true)}
        onKeyDown={onKeyDown}
        {...listeners}
      >
        <span
          data-grip
          className="flex h-full min-h-control w-8 shrink-0 cursor-grab touch-none items-center justify-center text-ink-3"
        >
          <GripVertical size={16} strokeWidth={1.75} aria-hidden />
        </span>
        <span className="min-w-0 flex-1 truncate">{line}</span>
      </button>
      <span id={hintId} hidden>
        {texts.moveHint}
      </span>
      <Button
        look="quiet"
        aria-label={texts.sendNowLabel(line)}
        onClick={() => {
          const { conversationId, id } = message
          chat.tell({ type: 'user:send-now', conversationId, messageId: id })
          chat.focusComposer()
        }}
      >
        {texts.sendNow}
      </Button>
      <IconButton
        label={texts.edit(line)}
        icon={Pencil}
        size={16}
        // The words beside it do the same.
        tabIndex={-1}
        aria-hidden
        className="max-[26rem]:hidden"
        onClick={() => setIsEditing(true)}
      />
      <IconButton label={texts.remove(line)} icon={X} size={16} onClick={onRemove} />
    </li>
  )
}

/** A finger scrolls the list, so it drags by the grip alone; a mouse drags by the whole of the words. */
function useDrag(props: Pick<QueueRowProps, 'onDrag' | 'onDrop' | 'onCancel'>) {
  const latest = useRef(props)
  const listening = useRef<AbortController>(null)
  const hasMoved = useRef(false)
  const [isDragging, setIsDragging] = useState(false)
  useLayoutEffect(() => {
    latest.current = props
  })
  useEffect(() => () => listening.current?.abort(), [])

  function onPointerDown({ target, button, pointerType, clientY: startY }: PointerEvent<HTMLElement>) {
    const isOnGrip = target instanceof Element && target.closest('[data-grip]') !== null
    hasMoved.current = false
    if (button !== 0 || (pointerType !== 'mouse' && !isOnGrip)) return
    const until = new AbortController()
    listening.current = until
    const end = (finish: () => void) => {
      until.abort()
      if (hasMoved.current) finish()
      setIsDragging(false)
    }
    // Of the window: the row is taken to another place of the list, where it would lose a pointer that it had captured.
    addEventListener(
      'pointermove',
      ({ clientY }) => {
        if (!hasMoved.current && Math.abs(clientY - startY) < dragStartPx) return
        hasMoved.current = true
        setIsDragging(true)
        latest.current.onDrag(clientY)
      },
      until,
    )
    addEventListener('pointerup', () => end(latest.current.onDrop), until)
    addEventListener('pointercancel', () => end(latest.current.onCancel), until)
  }

  /** The click that ends a drag is none. */
  function onClickCapture(event: React.MouseEvent) {
    if (hasMoved.current) event.stopPropagation()
    hasMoved.current = false
  }

  return { isDragging, listeners: { onPointerDown, onClickCapture } }
}
