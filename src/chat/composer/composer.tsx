import { type FormEvent, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand/react'
import { maxContentLength } from '../../protocol/chat.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { texts } from '../texts.ts'
import { countWords } from '../transcript/number-words.ts'
import { useChat } from '../ui/chat-context.tsx'
import { SendButton } from './send-button.tsx'

/** The field in which the owner writes, and the one button that sends, queues or stops. */
export function Composer({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  const field = useRef<HTMLTextAreaElement>(null)
  const suggestedId = useId()
  const { id } = conversation.store.getState()
  const turn = useStore(conversation.store, (state) => state.turn)
  const written = useStore(chat.drafts.store, (state) => state.drafts.get(id))
  const { text, suggestedAt } = written ?? chat.drafts.read(place())
  const isSuggested = suggestedAt !== undefined
  const over = text.length - maxContentLength
  const canSend = text.trim() !== '' && over <= 0

  useAutosize(field, text)
  useFocusRequest(field)

  function place() {
    return { id, isNew: chat.active.isNew(id) }
  }

  function write(value: string) {
    chat.drafts.write(place(), value)
  }

  function send() {
    if (!canSend) return
    chat.send(text.trim())
    write('')
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!chat.drafts.accept(place())) return
    if (canSend) send()
    else if (turn && text.trim() === '') chat.tell({ type: 'user:stop', conversationId: id })
    field.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    const isPlainEnter =
      event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey
    // Safari ends a composition with an Enter that says 229 and no longer that it is composing.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229
    if (!isPlainEnter || isComposing || !matchMedia('(pointer: fine)').matches) return
    event.preventDefault()
    // The owner may have pressed it for something else, just when the app opened the chat.
    if (!isSuggested) send()
  }

  return (
    <form
      className="relative flex items-end gap-2 rounded-[16px] border bg-surface p-1.5 pl-3.5 shadow-low focus-within:border-line-strong"
      onSubmit={submit}
    >
      <div className="min-w-0 flex-1">
        {isSuggested && (
          <p id={suggestedId} className="pt-1.5 pb-0.5 text-xs text-ink-2">
            {texts.composer.suggested}
          </p>
        )}
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={texts.composer.label}
          aria-describedby={isSuggested ? suggestedId : undefined}
          aria-invalid={over > 0}
          placeholder={turn ? texts.composer.placeholderWorking : texts.composer.placeholder}
          enterKeyHint="enter"
          className="block max-h-[12.5rem] w-full resize-none overflow-y-auto bg-transparent py-1.5 text-field leading-6 placeholder:text-ink-3 pointer-coarse:py-2.5"
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          onPointerDown={() => chat.drafts.accept(place())}
        />
        {over > 0 && (
          <p role="alert" className="pb-1 text-xs text-danger tabular-nums">
            {texts.composer.tooLong(countWords(over))}
          </p>
        )}
      </div>
      <SendButton
        purpose={turn ? (text.trim() === '' ? 'stop' : 'queue') : 'send'}
        isDisabled={!turn && !canSend}
      />
    </form>
  )
}

/** As high as its text, up to the highest that its style allows. */
function useAutosize(field: React.RefObject<HTMLTextAreaElement | null>, text: string) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text sets the height
  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [field, text])
}

/** Takes the focus, with the caret at the end, when the chat asks for it. */
function useFocusRequest(field: React.RefObject<HTMLTextAreaElement | null>) {
  const { focusRequest } = useChat()
  const isWanted = useStore(focusRequest, (state) => state.isWanted)
  useEffect(() => {
    if (!isWanted) return
    focusRequest.setState({ isWanted: false })
    const element = field.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [field, focusRequest, isWanted])
}
