import ArrowLeft from 'lucide-react/icons/arrow-left'
import X from 'lucide-react/icons/x'
import { useLayoutEffect, useRef } from 'react'
import { texts } from '../texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { Overview } from './overview.tsx'
import { useSettingsHistory } from './settings-history.ts'
import { SettingsLoader } from './settings-loader.tsx'
import type { SettingsPage, SettingsPlace } from './settings-place.ts'
import { settingsTexts } from './settings-texts.ts'

/** The list is there at once; what is behind it comes when the first page is opened. */
const OpenPage = lazyPart(async () => (await import('./open-page.tsx')).OpenPage)

/** The settings, over the chat: a list of pages, and one page for each topic. */
export function SettingsSheet({ place, close }: { place: SettingsPlace; close: () => void }) {
  const goBack = useSettingsHistory(place)
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    // Another page begins at its heading, and keys may be pressed at once; the model's field takes the focus itself.
    if (place !== 'provider/model') heading.current?.focus()
  }, [place])

  const file = memoryFileOf(place)
  const page = pageOf(place)
  const title = file ?? settingsTexts.places[page]
  return (
    <Dialog
      label={settingsTexts.title}
      onClose={close}
      className="m-auto h-full max-h-none w-full max-w-[40rem] animate-rise overflow-hidden bg-bg p-0 sm:h-[min(100%-4rem,52rem)] sm:rounded-[16px] sm:border"
    >
      <div className="flex h-full flex-col pt-(--inset-top) pb-(--inset-bottom)">
        <header className="flex h-12 shrink-0 items-center gap-0.5 border-b px-1.5">
          {page !== 'overview' && (
            <IconButton
              label={file === undefined ? settingsTexts.back : settingsTexts.backToMemory}
              icon={ArrowLeft}
              size={20}
              onClick={goBack}
            />
          )}
          <h2
            ref={heading}
            tabIndex={-1}
            className="min-w-0 flex-1 truncate px-2.5 font-semibold outline-none"
          >
            {title}
          </h2>
          <IconButton label={texts.common.close} icon={X} size={20} onClick={close} />
        </header>
        <SettingsLoader>
          <ScrollRegion
            key={place}
            label={title}
            className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-5"
          >
            {page === 'overview' ? <Overview /> : <OpenPage page={page} file={file} close={close} />}
          </ScrollRegion>
        </SettingsLoader>
      </div>
    </Dialog>
  )
}

function memoryFileOf(place: SettingsPlace): string | undefined {
  return /^memory\/(.+)$/.exec(place)?.[1]
}

/** An address may name a page that there is not. */
function pageOf(place: SettingsPlace): SettingsPage {
  const [name = ''] = place.split('/', 1)
  return Object.hasOwn(settingsTexts.places, name) ? (name as SettingsPage) : 'overview'
}
