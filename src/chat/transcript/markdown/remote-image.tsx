import ImageIcon from 'lucide-react/icons/image'
import { useState } from 'react'
import { texts } from '../../texts.ts'

/** An image from elsewhere: it is loaded only when the owner wants it, because the load itself can carry words out. */
export function RemoteImage({ src, host, alt }: { src: string; host: string; alt: string }) {
  const [isShown, setIsShown] = useState(false)
  if (isShown)
    return (
      <img
        src={src}
        alt={alt || texts.transcript.image}
        referrerPolicy="no-referrer"
        className="my-1 max-h-96 max-w-full rounded-[10px] border"
      />
    )
  return (
    <button
      type="button"
      className="my-1 inline-flex min-h-control max-w-full items-center gap-2 rounded-[10px] border bg-surface px-3 py-1 text-left text-sm text-ink-2 hover:bg-bubble hover:text-ink"
      onClick={() => setIsShown(true)}
    >
      <ImageIcon size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {texts.transcript.loadImage(host)}
        {alt !== '' && `: ${alt}`}
      </span>
    </button>
  )
}
