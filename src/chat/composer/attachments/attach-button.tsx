import Camera from 'lucide-react/icons/camera'
import Paperclip from 'lucide-react/icons/paperclip'
import { useRef, useState } from 'react'
import { texts } from '../../texts.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'

const look = 'rounded-full pointer-coarse:-ml-1'

/** Opens the files of the device; one that is held in the hand also offers its camera. The limits are said before anything is chosen. */
export function AttachButton({
  onFiles,
  focusField,
}: {
  onFiles: (files: Iterable<File>) => void
  focusField: () => void
}) {
  const picker = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const [isTouch] = useState(() => matchMedia('(pointer: coarse)').matches)
  const { attach, attachLimits, takePhoto, chooseFiles } = texts.composer

  function onChange(event: React.ChangeEvent<HTMLInputElement>) {
    onFiles(event.target.files ?? [])
    // The same file can be chosen again.
    event.target.value = ''
    focusField()
  }

  return (
    <>
      {isTouch ? (
        <Menu
          label={attach}
          icon={Paperclip}
          className={look}
          entries={() => [
            { kind: 'heading', label: attachLimits },
            { kind: 'item', label: takePhoto, icon: Camera, onSelect: () => camera.current?.click() },
            { kind: 'item', label: chooseFiles, icon: Paperclip, onSelect: () => picker.current?.click() },
          ]}
        />
      ) : (
        <IconButton
          label={attach}
          title={`${attach}. ${attachLimits}`}
          icon={Paperclip}
          className={look}
          onClick={() => picker.current?.click()}
        />
      )}
      <input ref={picker} type="file" multiple hidden onChange={onChange} />
      {isTouch && (
        <input ref={camera} type="file" accept="image/*" capture="environment" hidden onChange={onChange} />
      )}
    </>
  )
}
