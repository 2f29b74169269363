import FileText from 'lucide-react/icons/file-text'
import RotateCw from 'lucide-react/icons/rotate-cw'
import X from 'lucide-react/icons/x'
import { useEffect, useState } from 'react'
import { addressOf, isShown } from '../../lightbox/picture.ts'
import { useChat } from '../../ui/chat-context.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { percentWords, sizeWords } from '../../ui/number-words.ts'
import type { DraftPlace } from '../drafts.ts'
import { attachmentTexts as texts } from './attachment-texts.ts'
import type { Attachment } from './attachments.ts'

/** The files beside the text: what each is, how far it has come, and a way to take it out again. */
export function AttachmentTray({ place, files }: { place: DraftPlace; files: readonly Attachment[] }) {
  const { lightbox } = useChat()
  const addresses = useLocalAddresses(files)
  const isUploading = files.some((file) => file.state === 'uploading')

  // What is on its way goes with the page, so the browser asks before.
  useEffect(() => {
    if (!isUploading) return
    const until = new AbortController()
    addEventListener('beforeunload', (event) => event.preventDefault(), until)
    return () => until.abort()
  }, [isUploading])

  const pictures = files.flatMap((file) => {
    const address = isShown(factsOf(file).mediaType) ? addresses.get(file.id) : undefined
    return address === undefined ? [] : [{ id: file.id, address, name: file.name }]
  })
  return (
    <ul aria-label={texts.label} className="flex max-h-44 flex-col gap-1.5 overflow-y-auto pb-1.5">
      {files.map((file) => (
        <Row
          key={file.id}
          place={place}
          file={file}
          picture={pictures.find(({ id }) => id === file.id)?.address}
          show={() =>
            lightbox.setState({ shown: { pictures, first: pictures.findIndex(({ id }) => id === file.id) } })
          }
        />
      ))}
    </ul>
  )
}

function Row({
  place,
  file,
  picture,
  show,
}: {
  place: DraftPlace
  file: Attachment
  picture: string | undefined
  show: () => void
}) {
  const { attachments } = useChat()
  const { size } = factsOf(file)
  const isUploading = file.state === 'uploading'
  return (
    <li className="relative flex min-h-12 shrink-0 items-center gap-2 overflow-hidden rounded-[10px] bg-sunken pl-1.5 text-sm">
      {picture === undefined ? (
        <span className="flex size-9 shrink-0 items-center justify-center pointer-coarse:size-11">
          <FileText size={18} strokeWidth={1.75} aria-hidden className="text-ink-2" />
        </span>
      ) : (
        <button
          type="button"
          aria-haspopup="dialog"
          aria-label={texts.show(file.name)}
          className="shrink-0 cursor-zoom-in rounded-[6px] pointer-coarse:-my-1 pointer-coarse:py-1"
          onClick={show}
        >
          <img src={picture} alt="" className="size-9 rounded-[6px] object-cover pointer-coarse:size-11" />
        </button>
      )}
      <span className="min-w-0 flex-1 py-1">
        <span className="block truncate">{file.name}</span>
        {file.state === 'failed' ? (
          <span role="alert" className="block text-xs text-danger [overflow-wrap:anywhere]">
            {file.error}
          </span>
        ) : (
          <span className="block text-xs text-ink-2 tabular-nums">
            {kindOf(file.name)} · {sizeWords(size)}
          </span>
        )}
      </span>
      {isUploading && (
        <span className="shrink-0 text-xs text-ink-2 tabular-nums">{percentWords(file.share)}</span>
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
        label={isUploading ? texts.cancel(file.name) : texts.remove(file.name)}
        icon={X}
        size={16}
        onClick={() => attachments.remove(place, file.id)}
      />
      {isUploading && (
        <span
          aria-hidden
          className="absolute inset-x-0 bottom-0 h-0.5 origin-left bg-accent transition-transform duration-[180ms]"
          style={{ transform: `scaleX(${file.share})` }}
        />
      )}
    </li>
  )
}

function factsOf(file: Attachment): { mediaType: string; size: number } {
  if (file.state === 'ready') return file.sent
  return { mediaType: file.file.type, size: file.file.size }
}

/** `PDF` for `report.pdf`. */
function kindOf(name: string): string {
  return /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase() ?? texts.file
}

/** Where each picture is: on this device, until the server has it. An address of this device is given back once it is not needed. */
function useLocalAddresses(files: readonly Attachment[]): ReadonlyMap<string, string> {
  const [local] = useState(() => new Map<string, string>())
  const addresses = new Map<string, string>()
  for (const file of files) {
    const known = local.get(file.id)
    if (file.state !== 'ready' && known === undefined) local.set(file.id, URL.createObjectURL(file.file))
    // Loaded already, the one on this device stays: another address would make it flicker.
    const address = local.get(file.id) ?? (file.state === 'ready' ? addressOf(file.sent) : undefined)
    if (address !== undefined) addresses.set(file.id, address)
  }
  useEffect(() => {
    for (const [id, address] of local)
      if (!files.some((file) => file.id === id)) {
        URL.revokeObjectURL(address)
        local.delete(id)
      }
  }, [files, local])
  useEffect(() => () => local.forEach((address) => void URL.revokeObjectURL(address)), [local])
  return addresses
}
