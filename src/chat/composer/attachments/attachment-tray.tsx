import FileText from 'lucide-react/icons/file-text'
import RotateCw from 'lucide-react/icons/rotate-cw'
import X from 'lucide-react/icons/x'
import { useChat } from '../../ui/chat-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import type { DraftPlace } from '../drafts.ts'
import { attachmentTexts as texts } from './attachment-texts.ts'
import type { Attachment } from './attachments.ts'

/** The files beside the text: how far each is, and a way to take it out again. */
export function AttachmentTray({ place, files }: { place: DraftPlace; files: readonly Attachment[] }) {
  return (
    <ul
      aria-label={texts.label}
      className="mr-2 flex max-h-40 flex-col gap-1.5 overflow-y-auto py-1.5 pointer-coarse:pt-2"
    >
      {files.map((file) => (
        <Row key={file.id} place={place} file={file} />
      ))}
    </ul>
  )
}

function Row({ place, file }: { place: DraftPlace; file: Attachment }) {
  const { attachments } = useChat()
  return (
    <li className="relative flex min-h-control items-center gap-2 overflow-hidden rounded-[10px] bg-sunken pl-3 text-sm">
      <FileText size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2" />
      <span className="min-w-0 flex-1 py-1.5">
        <span className="block truncate">{file.name}</span>
        {file.state === 'failed' && (
          <span role="alert" className="block text-xs text-danger [overflow-wrap:anywhere]">
            {file.error}
          </span>
        )}
      </span>
      {file.state === 'uploading' && (
        <span className="shrink-0 text-xs text-ink-2 tabular-nums">{texts.share(file.share)}</span>
      )}
      {file.state === 'failed' && (
        <IconButton
          label={texts.retry(file.name)}
          icon={RotateCw}
          size={16}
          onClick={() => attachments.retry(place, file.id)}
        />
      )}
      <IconButton
        label={texts.remove(file.name)}
        icon={X}
        size={16}
        onClick={() => attachments.remove(place, file.id)}
      />
      {file.state === 'uploading' && (
        <span
          aria-hidden
          className="absolute inset-x-0 bottom-0 h-0.5 origin-left bg-accent transition-transform duration-[180ms]"
          style={{ transform: `scaleX(${file.share})` }}
        />
      )}
    </li>
  )
}
