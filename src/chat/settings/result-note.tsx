import CircleAlert from 'lucide-react/icons/circle-alert'
import CircleCheck from 'lucide-react/icons/circle-check'
import { classNames } from '../ui/class-names.ts'

/** How something that was asked for came out. */
export function ResultNote({ isOk, text }: { isOk: boolean; text: string }) {
  const Icon = isOk ? CircleCheck : CircleAlert
  return (
    <p
      role={isOk ? 'status' : 'alert'}
      className={classNames(
        'flex items-start gap-2 rounded-[10px] px-3 py-2 text-sm',
        isOk ? 'bg-accent-soft' : 'bg-danger-soft',
      )}
    >
      <Icon
        size={16}
        strokeWidth={1.75}
        aria-hidden
        className={classNames('mt-0.5 shrink-0', isOk ? 'text-ok' : 'text-danger')}
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">{text}</span>
    </p>
  )
}
