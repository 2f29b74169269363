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
import { maxContentLength } from '../../protocol/queue.ts'
import type { ConversationStore } from '../conversation/conversation-store.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { countWords } from '../ui/number-words.ts'
import { MicButton } from '../voice/mic-button.tsx'
import { AttachButton } from './attachments/attach-button.tsx'
import { DropZone } from './attachments/drop-zone.tsx'
import type { CommandDesk, CommandKeys } from './commands/command-desk.ts'
import { SendButton } from './send-button.tsx'

const AttachmentTray = lazyPart(
  async () => (await import('./attachments/attachment-tray.tsx')).AttachmentTray,
)
const CommandList = lazyPart(async () => (await import('./commands/command-list.tsx')).CommandList)
const HelpDialog = lazyPart(async () => (await import('./commands/help-dialog.tsx')).HelpDialog)

const EditStrip = lazyPart(async () => (await import('../branches/edit-strip.tsx')).EditStrip)

/** The field in which the owner writes, and the one button that sends, queues or stops. */
export function Composer({ conversation }: { conversation: ConversationStore }) {
  const chat = useChat()
  const field = useRef<HTMLTextAreaElement>(null)
  const commandKeys: CommandKeys = useRef(null)
  const noteId = useId()
  const { id } = conversation.store.getState()
  const turn = useStore(conversation.store, (state) => state.turn)
  const editing = useStore(chat.editing, ({ message }) => (message?.conversationId === id ? message : null))
  // A message that is edited has a draft of its own, so that the one under it is there again afterwards.
  const draftId = editing?.messageId ?? id
  const written = useStore(chat.drafts.store, (state) => state.drafts.get(draftId))
  const attached = useStore(chat.attachments.store, (state) => state.all.get(draftId))
  const [isWaiting, setIsWaiting] = useState(false)
  /** What the owner should know of what they just did. */
  const [hint, setHint] = useState<string | null>(null)
  const [chosen, setChosen] = useState<{ listId: string; optionId: string } | null>(null)
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const { text, suggestedAt } = written ?? chat.drafts.read(place())
  const files = attached ?? chat.attachments.read(place())
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
    return chat.placeOf(draftId)
  }

  function write(value: string) {
    setIsWaiting(false)
    setHint(null)
    // Whoever changes a suggestion has turned to it.
    chat.drafts.accept(place())
    chat.drafts.write(place(), value)
  }

  function say(words: string | null) {
    setHint(words)
    if (words !== null) chat.announcer.say(words)
  }

  function attach(list: Iterable<File>) {
    const wanted = [...list]
    if (wanted.length === 0) return false
    setIsWaiting(false)
    void chat.attempt(async () => {
      const { admitFiles } = await import('./attachments/admit-files.ts')
      const { admitted, refusal } = admitFiles(wanted, chat.attachments.read(place()).length)
      say(refusal)
      if (admitted.length > 0) chat.attachments.add(place(), admitted)
    })
    return true
  }

  const desk: CommandDesk = {
    ...{ chat, conversation, write, say },
    send: (content) => sendMessage(content),
    openHelp: () => setIsHelpOpen(true),
  }

  function sendMessage(content: string) {
    // While it is on its way the conversation is no longer new, and the draft no longer that of a new one.
    const from = place()
    chat.send(content, chat.attachments.take(from), editing)
    chat.drafts.write(from, '')
    if (editing) chat.editing.setState({ message: null })
    setHint(null)
  }

  function send() {
    if (!canSend) return
    if (isUploading) return setIsWaiting(true)
    if (!/^\/[\w:-]+(\s|$)/.test(text)) return sendMessage(text.trim())
    // What begins like a path is a message, so it is looked up first.
    void chat.attempt(async () => {
      const { runCommand } = await import('./commands/run-command.ts')
      if (!(await runCommand(text, desk)) && chat.drafts.read(place()).text === text) sendMessage(text.trim())
    })
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!chat.drafts.accept(place())) return
    if (canSend) send()
    else if (turn && isEmpty && !editing) chat.tell({ type: 'user:stop', conversationId: id })
    field.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent) {
    // Safari ends a composition with an Enter that says 229 and no longer that it is composing.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (commandKeys.current?.(event)) return event.preventDefault()
    if (event.key === 'Escape' && editing) {
      event.preventDefault()
      void chat.attempt(async () => (await import('../branches/edit-message.ts')).cancelEdit(chat))
    }
    const isPlainEnter =
      event.key === 'Enter' && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey
    if (!isPlainEnter || !matchMedia('(pointer: fine)').matches) return
    event.preventDefault()
    if (!isSuggested) return send()
    // The owner may have pressed it for something else, just when the app opened the chat.
    if (chat.drafts.accept(place())) say(texts.composer.enterAgain)
    else chat.announcer.say(texts.composer.suggested)
  }

  function onPaste(event: ClipboardEvent) {
    // A table that is copied from a spreadsheet comes as text and as a picture of it: the text is what is meant.
    if (event.clipboardData.types.includes('text/plain')) return
    if (attach(event.clipboardData.files)) event.preventDefault()
  }

  const note =
    over > 0
      ? undefined
      : isWaiting
        ? texts.composer.waiting
        : isSuggested
          ? texts.composer.suggested
          : (hint ?? undefined)
  return (
    <form
      className="relative rounded-[16px] border bg-surface p-1.5 shadow-low focus-within:border-line-strong"
      onSubmit={submit}
    >
      <DropZone onDrop={attach} />
      {text.startsWith('/') && !isSuggested && (
        <CommandList text={text} desk={desk} keys={commandKeys} onChosen={setChosen} />
      )}
      {editing && <EditStrip />}
      {files.length > 0 && <AttachmentTray place={place()} files={files} />}
      {note !== undefined && (
        <p id={noteId} className="px-2 pt-1.5 pb-0.5 text-xs text-ink-2 [overflow-wrap:anywhere]">
          {note}
        </p>
      )}
      <textarea
        ref={field}
        rows={1}
        dir="auto"
        value={text}
        aria-label={texts.composer.label}
        aria-describedby={note === undefined ? undefined : noteId}
        aria-invalid={over > 0}
        aria-autocomplete="list"
        aria-controls={chosen?.listId}
        aria-activedescendant={chosen?.optionId}
        placeholder={turn ? texts.composer.placeholderWorking : texts.composer.placeholder}
        enterKeyHint="enter"
        className="block max-h-[12.5rem] w-full resize-none overflow-y-auto bg-transparent px-2 py-1.5 text-field leading-6 placeholder:text-ink-3"
        onChange={(event) => write(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onPointerDown={() => chat.drafts.accept(place())}
      />
      {over > 0 && (
        <p role="alert" className="px-2 pb-1 text-xs text-danger tabular-nums">
          {texts.composer.tooLong(countWords(over))}
        </p>
      )}
      <div className="flex items-center gap-1">
        <AttachButton onFiles={attach} focusField={() => field.current?.focus()} />
        {!editing && <MicButton />}
        <span className="flex-1" />
        <SendButton
          purpose={turn && !editing ? (isEmpty ? 'stop' : 'queue') : 'send'}
          isDisabled={isWaiting || (turn && isEmpty && !editing ? false : !canSend)}
        />
      </div>
      {isHelpOpen && <HelpDialog chat={chat} close={() => setIsHelpOpen(false)} />}
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
    // Whoever is in it already has the caret where they want it.
    if (!element || element === document.activeElement) return
    element.focus()
    element.setSelectionRange(element.value.length, element.value.length)
  }, [field, focusRequest, isWanted])
}
