import { useStore } from 'zustand/react'
import type { ChatMessage } from '../../../protocol/chat.ts'
import type { SentFile } from '../../../protocol/turn-parts.ts'
import { addressOf, isShown } from '../../lightbox/picture.ts'
import { useChat } from '../../ui/chat-context.tsx'
import { filesOf } from '../files-of.ts'

/** An image that the agent names by its path: one of the conversation's own files is shown as it is, of any other there are its words. */
export function OwnImage({ path, alt }: { path: string; alt: string }) {
  const { active, lightbox } = useChat()
  const conversation = useStore(active.store, (state) => state.conversation)
  const file = conversation && findPicture(conversation.store.getState().messages.values(), path)
  if (!file) return alt
  const name = alt || file.name
  const picture = { address: addressOf(file), name }
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      title={name}
      className="my-1 block max-w-full cursor-zoom-in overflow-hidden rounded-[10px] border bg-sunken"
      onClick={() => lightbox.setState({ shown: { pictures: [picture], first: 0 } })}
    >
      <img
        src={picture.address}
        alt={name}
        decoding="async"
        className="h-48 max-w-full min-w-16 object-cover"
      />
    </button>
  )
}

/** The picture among the files of messages that is meant by a path: from the workspace on or whole, as it is or as an address. */
export function findPicture(
  messages: Iterable<Pick<ChatMessage, 'parts'>>,
  path: string,
): SentFile | undefined {
  for (const { parts } of messages)
    for (const file of filesOf(parts))
      if (!file.voice && isShown(file.mediaType) && isSamePath(file.path, path)) return file
}

function isSamePath(known: string, written: string): boolean {
  return [known, encodeURI(known)].some((path) => written === path || written.endsWith(`/${path}`))
}
