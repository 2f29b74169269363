import { useEffect, useState } from 'react'
import { lazyPart } from '../../ui/lazy-part.tsx'

const DropSign = lazyPart(async () => (await import('./drop-sign.tsx')).DropSign)

/** Takes the files that are dropped anywhere in the chat. */
export function DropZone({ onDrop }: { onDrop: (files: Iterable<File>) => void }) {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    const listen = (type: 'dragover' | 'dragleave' | 'drop', hear: (event: DragEvent) => void) =>
      document.addEventListener(type, hear, stop)
    listen('dragover', (event) => {
      // A dialog is about something else.
      if (!event.dataTransfer?.types.includes('Files') || document.querySelector('dialog[open]')) return
      event.preventDefault()
      setIsOver(true)
    })
    listen('dragleave', (event) => {
      if (event.relatedTarget === null) setIsOver(false)
    })
    listen('drop', (event) => {
      setIsOver(false)
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      onDrop(
        [...event.dataTransfer.items].flatMap((item) => {
          const file = item.getAsFile()
          if (file === null) return []
          return item.webkitGetAsEntry()?.isDirectory ? new File([], '') : file
        }),
      )
    })
    return () => stop.abort()
  }, [onDrop])
  return isOver && <DropSign />
}
