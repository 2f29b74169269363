import FileText from 'lucide-react/icons/file-text'
import type { SentFile } from '../../protocol/turn-parts.ts'
import { texts } from '../texts.ts'
import { sizeWords } from './number-words.ts'

/** The only kinds that the platform serves to be shown; an SVG, for one, is a program. */
const shownTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

/** The files of a message: pictures as they are, in a fixed height so that nothing moves when they come; others by name. */
export function SentFiles({ files }: { files: readonly SentFile[] }) {
  return (
    <ul aria-label={texts.transcript.files} className="flex max-w-full flex-wrap justify-end gap-1.5">
      {files.map((file) => (
        <li key={file.id} className="max-w-full min-w-0">
          {shownTypes.includes(file.mediaType) ? <Picture file={file} /> : <Chip file={file} />}
        </li>
      ))}
    </ul>
  )
}

function Picture({ file }: { file: SentFile }) {
  return (
    <a
      href={addressOf(file)}
      target="_blank"
      rel="noopener noreferrer"
      title={file.name}
      className="block overflow-hidden rounded-[10px] border bg-sunken"
    >
      <img
        src={addressOf(file)}
        alt={file.name}
        loading="lazy"
        decoding="async"
        className="h-32 max-w-full min-w-16 object-cover text-xs text-ink-2"
      />
    </a>
  )
}

function Chip({ file }: { file: SentFile }) {
  return (
    <a
      href={addressOf(file)}
      download={file.name}
      className="flex min-h-control max-w-full items-center gap-2 rounded-[10px] border bg-surface px-3 text-sm shadow-low hover:bg-sunken"
    >
      <FileText size={16} strokeWidth={1.75} aria-hidden className="shrink-0 text-ink-2" />
      <span className="min-w-0 truncate">{file.name}</span>
      <span className="shrink-0 text-xs text-ink-2 tabular-nums">{sizeWords(file.size)}</span>
    </a>
  )
}

function addressOf(file: SentFile): string {
  return `/api/files/${encodeURIComponent(file.id)}`
}
