import Paperclip from 'lucide-react/icons/paperclip'
import { texts as chatTexts } from '../../texts.ts'
import { attachmentTexts as texts } from './attachment-texts.ts'

/** Lies over the whole chat while files are held over it. */
export function DropSign() {
  return (
    <div className="pointer-events-none fixed inset-0 z-20 bg-bg/70 p-3">
      <div className="flex h-full items-center justify-center rounded-[16px] border-2 border-dashed border-accent">
        <div className="flex flex-col items-center gap-1 rounded-[14px] border bg-surface px-6 py-4 text-center shadow-high">
          <Paperclip size={24} strokeWidth={1.75} aria-hidden className="text-accent-text" />
          <p className="text-lg font-semibold">{texts.dropHere}</p>
          <p className="text-sm text-ink-2">{chatTexts.composer.attachLimits}</p>
        </div>
      </div>
    </div>
  )
}
