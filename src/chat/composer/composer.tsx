import Paperclip from 'lucide-react/icons/paperclip'
import {
  type ClipboardEvent,
  type FormEvent,
  type KeyboardEvent,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useStore } from 'zustand/react'
import { maxContentLength } from '../../protocol/chat.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { texts } from '../texts.ts'
import { countWords } from '../transcript/number-words.ts'
import { useChat } from '../ui/chat-context.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { SendButton } from './send-button.tsx'

const AttachmentTray = lazyPart(
  async () => (await import('./attachments/attachment-tray.tsx')).AttachmentTray,
)

/** The field in which the owner writes, and the one button that sends, queues or stops. */
export function Composer({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const noteId = useId()
  const { id } = conversation.store.getState()
  const turn = useStore(conversation.store, (state) => state.turn)
  const written = useStore(chat.drafts.store, (state) => state.drafts.get(id))
  const attached = useStore(chat.attachments.store, (state) => state.all.get(id))
  const [isWaiting, setIsWaiting] = useState(false)
  const { text, suggestedAt } = written ?? chat.drafts.read(place())
  const [kept] = useState(() => chat.attachments.read(place()))
  const files = attached ?? kept
  const isSuggested = suggestedAt !== undefined
  const isUploading = files.some((file) => file.state === 'uploading')
  const over = text.length - maxContentLength
  const isEmpty = text.trim() === '' && files.length === 0
  const canSend = !isEmpty && over <= 0 && !files.some((file) => file.state === 'failed')

  useAutosize(field, text)
  useFocusRequest(field)

  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits is sent the moment that the last upload ends
  useEffect(() => {
    if (!isWaiting || isUploading) return
    setIsWaiting(false)
    send()
  }, [isWaiting, isUploading])

  function place() {
    return { id, isNew: chat.active.isNew(id) }
  }

  function write(value: string) {
    setIsWaiting(false)
    chat.drafts.write(place(), value)
  }

  function attach(list: FileList | null) {
    if (!list?.length) return false
    setIsWaiting(false)
    chat.attachments.add(place(), [...list])
    return true
  }

  function send() {
    if (!canSend) return
    if (isUploading) return setIsWaiting(true)
    chat.send(text.trim(), chat.attachments.take(place()))
    write('')
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!chat.drafts.accept(place())) return
    if (canSend) send()
    else if (turn && isEmpty) chat.tell({ type: 'user:stop', conversationId: id })
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

  function onPaste(event: ClipboardEvent) {
    // A table that is copied from a spreadsheet comes as text and as a picture of it: the text is what is meant.
    if (event.clipboardData.types.includes('text/plain')) return
    if (attach(event.clipboardData.files)) event.preventDefault()
  }

  const note =
    over > 0 ? undefined : isWaiting ? texts.composer.waiting : isSuggested && texts.composer.suggested
  return (
    <form
      className="relative flex items-end gap-1 rounded-[16px] border bg-surface p-1.5 shadow-low focus-within:border-line-strong"
      onSubmit={submit}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes('Files')) event.preventDefault()
      }}
      onDrop={(event) => {
        if (attach(event.dataTransfer.files)) event.preventDefault()
      }}
    >
      <IconButton
        label={texts.composer.attach}
        icon={Paperclip}
        className="rounded-full"
        onClick={() => picker.current?.click()}
      />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          attach(event.target.files)
          // The same file can be chosen again.
          event.target.value = ''
          field.current?.focus()
        }}
      />
      <div className="min-w-0 flex-1">
        {files.length > 0 && <AttachmentTray place={place()} files={files} />}
        {note && (
          <p id={noteId} className="pt-1.5 pb-0.5 text-xs text-ink-2">
            {note}
          </p>
        )}
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={texts.composer.label}
          aria-describedby={note ? noteId : undefined}
          aria-invalid={over > 0}
          placeholder={turn ? texts.composer.placeholderWorking : texts.composer.placeholder}
          enterKeyHint="enter"
          className="block max-h-[12.5rem] w-full resize-none overflow-y-auto bg-transparent py-1.5 text-field leading-6 placeholder:text-ink-3 pointer-coarse:py-2.5"
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onPointerDown={() => chat.drafts.accept(place())}
        />
        {over > 0 && (
          <p role="alert" className="pb-1 text-xs text-danger tabular-nums">
            {texts.composer.tooLong(countWords(over))}
          </p>
        )}
      </div>
      <SendButton
        purpose={turn ? (isEmpty ? 'stop' : 'queue') : 'send'}
        isDisabled={isWaiting || (turn && isEmpty ? false : !canSend)}
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
