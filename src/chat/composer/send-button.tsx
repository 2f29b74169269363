import ArrowUp from 'lucide-react/icons/arrow-up'
import { texts } from '../texts.ts'
import { classNames } from '../ui/class-names.ts'

/** One button: it stops the turn when there is nothing to say, queues while one runs, and sends otherwise. */
export function SendButton({
  purpose,
  isDisabled,
}: {
  purpose: 'send' | 'queue' | 'stop'
  isDisabled: boolean
}) {
  const label = texts.composer[purpose]
  return (
    <button
      type="submit"
      aria-label={label}
      title={label}
      disabled={isDisabled}
      className={classNames(
        'inline-flex size-control shrink-0 items-center justify-center rounded-full transition-[background-color,opacity] duration-[120ms]',
        isDisabled ? 'bg-bubble text-ink-3' : 'bg-ink text-bg hover:opacity-85',
      )}
    >
      {purpose === 'stop' ? (
        <span aria-hidden className="size-3 rounded-[3px] bg-current" />
      ) : (
        <ArrowUp size={18} strokeWidth={2} aria-hidden />
      )}
    </button>
  )
}
