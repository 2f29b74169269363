import FileText from 'lucide-react/icons/file-text'
import { useStore } from 'zustand/react'
import type { SentFile } from '../../protocol/turn-parts.ts'
import { addressOf, isShown } from '../lightbox/picture.ts'
import { texts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { classNames } from '../ui/class-names.ts'
import { sizeWords } from '../ui/number-words.ts'

/** The files of a message: pictures as they are, in a fixed height so that nothing moves when they come; others by name. */
export function SentFiles({ files }: { files: readonly SentFile[] }) {
  const { lightbox } = useChat()

  function show(file: SentFile) {
    const shown = files.filter(({ voice, mediaType }) => !voice && isShown(mediaType))
    const pictures = shown.map((each) => ({ address: addressOf(each), name: each.name }))
    lightbox.setState({ shown: { pictures, first: shown.indexOf(file) } })
  }

  return (
    <ul aria-label={texts.transcript.files} className="flex max-w-full flex-wrap justify-end gap-1.5">
      {files.map((file) => (
        <li key={file.id} className={classNames('max-w-full min-w-0', file.voice && 'min-h-14.5 w-72')}>
          {file.voice ? (
            <Spoken file={file} />
          ) : isShown(file.mediaType) ? (
            <Thumbnail file={file} show={() => show(file)} />
          ) : (
            <Chip file={file} />
          )}
        </li>
      ))}
    </ul>
  )
}

/** Its code comes when the page is connected. */
function Spoken({ file }: { file: SentFile }) {
  const parts = useStore(useChat().voice.store, (state) => state.parts)
  return parts && <parts.Message file={file} />
}

function Thumbnail({ file, show }: { file: SentFile; show: () => void }) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      title={file.name}
      className="block cursor-zoom-in overflow-hidden rounded-[10px] border bg-sunken"
      onClick={show}
    >
      <img
        src={addressOf(file)}
        alt={file.name}
        loading="lazy"
        decoding="async"
        className="h-32 max-w-full min-w-16 object-cover text-xs text-ink-2"
      />
    </button>
  )
}

function Chip({ file }: { file: SentFile }) {
  return (
    <a
      href={addressOf(file)}
      download={file.name}
      className="flex min-h-control max-w-full items-center gap-2 rounded-[10px] border bg-surface px-3 text-sm shadow-low hover:bg-bubble"
    >
      <FileText size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2" />
      <span className="min-w-0 truncate">{file.name}</span>
      <span className="shrink-0 text-xs text-ink-2 tabular-nums">{sizeWords(file.size)}</span>
    </a>
  )
}
