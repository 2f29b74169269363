import CircleAlert from 'lucide-react/icons/circle-alert'
import Info from 'lucide-react/icons/info'
import type { Notice } from '../../../protocol/turn-parts.ts'
import { placeOfNotice } from '../../settings/settings-place.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { useChat } from '../../ui/chat-context.tsx'
import { classNames } from '../../ui/class-names.ts'

/** What went wrong, or is good to know, with the next step as a button. */
export function NoticePart({ notice, onContinue }: { notice: Notice; onContinue: (() => void) | undefined }) {
  const chat = useChat()
  const place = placeOfNotice(notice)
  const act = place ? () => chat.openSettings(place) : onContinue
  const isError = notice.level === 'error'
  const Icon = isError ? CircleAlert : Info
  const label = notice.action && texts.actions[notice.action]
  return (
    <div
      className={classNames(
        'flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[10px] px-3 py-2 text-sm',
        isError ? 'bg-danger-soft' : 'bg-sunken',
      )}
    >
      <p className="flex min-w-44 flex-1 gap-3">
        <Icon
          size={16}
          strokeWidth={1.75}
          aria-hidden
          className={classNames('mt-0.5 shrink-0', isError ? 'text-danger' : 'text-ink-2')}
        />
        <span className="min-w-0 [overflow-wrap:anywhere]">{notice.text}</span>
      </p>
      {label !== undefined && act && (
        <Button className="ml-auto" onClick={act}>
          {label}
        </Button>
      )}
    </div>
  )
}
