import ArrowDown from 'lucide-react/icons/arrow-down'
import ArrowUp from 'lucide-react/icons/arrow-up'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { maxContentLength } from '../../protocol/queue.ts'
import { texts as chatTexts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import type { QueueRowProps } from './queue-row.tsx'
import { queueTexts as texts } from './queue-texts.ts'

/**
 * A message that waits, being changed. It is open until the record has the new words; when the agent, or another device, takes the
 * message from under the owner's hands, what they wrote goes to the composer.
 */
export function QueueEdit({
  message,
  isFirst,
  isLast,
  onMove,
  conversation,
  close,
}: QueueRowProps & { close: () => void }) {
  const chat = useChat()
  const field = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(message.content)
  const [saving, setSaving] = useState<string | null>(null)
  const isSame = text.trim() === message.content
  const isEmpty = text.trim() === '' && message.parts.length === 0

  useLayoutEffect(() => {
    const element = field.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the record's words are what it waits for
  useEffect(() => {
    if (saving === null || saving !== message.content) return
    chat.announcer.say(texts.saved)
    close()
  }, [saving, message.content])

  const latest = useRef(text)
  latest.current = text
  const { id } = message
  useEffect(() => {
    const before = conversation.store.getState().messages.get(id)?.content
    return () => {
      const { queue, messages } = conversation.store.getState()
      const now = messages.get(id)
      const words = latest.current.trim()
      // The next one has left the queue while its turn has not begun, and is as good as taken.
      if (queue.includes(id) || words === before || words === now?.content) return
      // Once it has gone from the queue this row goes with it.
      chat.compose(words)
      chat.notice.setState({ text: now?.status === 'withdrawn' ? texts.removedElsewhere : texts.taken })
    }
  }, [chat, conversation, id])

  function save() {
    if (isSame) return close()
    const content = text.trim()
    if (isEmpty || content.length > maxContentLength) return
    if (chat.tell({ type: 'user:edit', conversationId: message.conversationId, messageId: id, content }))
      setSaving(content)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined
    if (by === -1 || by === 1) onMove(by)
    else if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && !event.shiftKey && matchMedia('(pointer: fine)').matches) save()
    else return
    event.preventDefault()
  }

  return (
    <li data-waits className="flex flex-col gap-1 bg-surface p-2 text-sm">
      <textarea
        ref={field}
        value={text}
        rows={2}
        aria-label={texts.editLabel}
        className="block max-h-32 w-full resize-none rounded-[10px] border border-line-strong bg-bg px-2.5 py-1.5 text-field leading-6 [field-sizing:content] focus-visible:border-accent"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="flex items-center gap-1">
        <IconButton
          label={texts.moveUp}
          icon={ArrowUp}
          size={16}
          disabled={isFirst}
          onClick={() => onMove(-1)}
        />
        <IconButton
          label={texts.moveDown}
          icon={ArrowDown}
          size={16}
          disabled={isLast}
          onClick={() => onMove(1)}
        />
        <span className="flex-1" />
        <Button look="quiet" onClick={close}>
          {chatTexts.common.cancel}
        </Button>
        <Button look="primary" disabled={isEmpty} onClick={save}>
          {texts.save}
        </Button>
      </div>
    </li>
  )
}
