import ChevronRight from 'lucide-react/icons/chevron-right'
import Download from 'lucide-react/icons/download'
import X from 'lucide-react/icons/x'
import ZoomIn from 'lucide-react/icons/zoom-in'
import ZoomOut from 'lucide-react/icons/zoom-out'
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react'
import { texts as chatTexts } from '../texts.ts'
import { classNames } from '../ui/class-names.ts'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { lightboxTexts as texts } from './lightbox-texts.ts'
import type { Picture } from './picture.ts'

const zoomedTimes = 2.5

/** The pictures of a message, one at a time, as large as the window. A double click enlarges the place that it meets. */
export function Lightbox({
  pictures,
  first,
  close,
}: {
  pictures: readonly Picture[]
  /** Which one to begin with. */
  first: number
  close: () => void
}) {
  const [index, setIndex] = useState(first)
  const [zoom, setZoom] = useState<{ x: number; y: number } | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const stage = useRef<HTMLDivElement>(null)
  const picture = pictures[index]
  const pan = usePan(stage, zoom !== null)

  // The place that was met stays where it is.
  useLayoutEffect(() => {
    const box = stage.current
    if (!box || !zoom) return
    box.scrollLeft = zoom.x * box.scrollWidth - box.clientWidth / 2
    box.scrollTop = zoom.y * box.scrollHeight - box.clientHeight / 2
  }, [zoom])

  if (!picture) return null

  function go(by: number) {
    setIndex((index + by + pictures.length) % pictures.length)
    setZoom(null)
    setHasFailed(false)
  }

  function toggleZoom(x = 0.5, y = 0.5) {
    setZoom(zoom ? null : { x, y })
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === '+' && !zoom) toggleZoom()
    else if (event.key === '-') setZoom(null)
    // Enlarged, they move the picture.
    else if (event.key === 'ArrowLeft' && !zoom && pictures.length > 1) go(-1)
    else if (event.key === 'ArrowRight' && !zoom && pictures.length > 1) go(1)
    else return
    event.preventDefault()
  }

  return (
    <Dialog
      label={picture.name}
      onClose={close}
      className="m-0 h-full max-h-none w-full max-w-none bg-bg p-0 outline-none"
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys of the whole window */}
      <div className="flex h-full flex-col pt-(--inset-top) pb-(--inset-bottom)" onKeyDown={onKeyDown}>
        <div className="flex h-12 shrink-0 items-center gap-0.5 border-b pr-1.5 pl-4">
          <p className="min-w-0 flex-1 truncate text-sm">{picture.name}</p>
          {pictures.length > 1 && (
            <p role="status" className="shrink-0 px-2 text-xs text-ink-2 tabular-nums">
              {texts.place(index, pictures.length)}
            </p>
          )}
          <IconButton
            label={zoom ? texts.zoomOut : texts.zoomIn}
            icon={zoom ? ZoomOut : ZoomIn}
            onClick={() => toggleZoom()}
          />
          <a
            href={picture.address}
            download={picture.name}
            aria-label={texts.download}
            title={texts.download}
            className="inline-flex size-control shrink-0 items-center justify-center rounded-[10px] text-ink-2 hover:bg-bubble hover:text-ink"
          >
            <Download size={18} strokeWidth={1.75} aria-hidden />
          </a>
          <IconButton label={chatTexts.common.close} icon={X} size={20} autoFocus onClick={close} />
        </div>
        <div className="relative min-h-0 flex-1">
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons above do the same */}
          <div
            ref={stage}
            tabIndex={zoom ? 0 : undefined}
            className={classNames(
              'flex h-full overflow-auto overscroll-contain focus-visible:-outline-offset-2',
              zoom ? 'cursor-grab' : 'cursor-zoom-in',
            )}
            onDoubleClick={(event) => {
              const box = event.currentTarget.getBoundingClientRect()
              toggleZoom((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
            }}
            {...pan}
          >
            {hasFailed ? (
              <p className="m-auto p-4 text-sm text-ink-2">{texts.failed}</p>
            ) : (
              <img
                key={picture.address}
                src={picture.address}
                alt={picture.name}
                draggable={false}
                className={classNames(
                  'm-auto max-h-none max-w-none shrink-0 p-3 select-none',
                  zoom ? 'object-contain' : 'object-scale-down',
                )}
                style={{
                  width: `${100 * (zoom ? zoomedTimes : 1)}%`,
                  height: `${100 * (zoom ? zoomedTimes : 1)}%`,
                }}
                onError={() => setHasFailed(true)}
              />
            )}
          </div>
          {pictures.length > 1 && !zoom && (
            <>
              <IconButton
                label={texts.previous}
                icon={ChevronRight}
                size={20}
                className="absolute top-1/2 left-2 *:rotate-180 -translate-y-1/2 rounded-full! border bg-surface shadow-low"
                onClick={() => go(-1)}
              />
              <IconButton
                label={texts.next}
                icon={ChevronRight}
                size={20}
                className="absolute top-1/2 right-2 -translate-y-1/2 rounded-full! border bg-surface shadow-low"
                onClick={() => go(1)}
              />
            </>
          )}
        </div>
      </div>
    </Dialog>
  )
}

/** Lets a mouse pull what is larger than its window; fingers do so by themselves. */
function usePan(stage: React.RefObject<HTMLElement | null>, isOn: boolean) {
  const isPulling = useRef(false)
  if (!isOn) return {}
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.pointerType !== 'mouse' || event.button !== 0) return
      isPulling.current = true
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove({ movementX, movementY }: PointerEvent) {
      if (isPulling.current) stage.current?.scrollBy(-movementX, -movementY)
    },
    onPointerUp() {
      isPulling.current = false
    },
  }
}
