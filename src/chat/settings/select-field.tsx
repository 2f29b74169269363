import { type ComponentProps, useId } from 'react'
import { classNames } from '../ui/class-names.ts'

/** A labelled choice from a list, with a hint under it, or what is wrong with it. */
export function SelectField({
  label,
  hint,
  error,
  className,
  ...select
}: { label: string; hint?: string | undefined; error?: string | undefined } & ComponentProps<'select'>) {
  const id = useId()
  const note = error ?? hint
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <select
        {...select}
        id={id}
        aria-invalid={error !== undefined}
        {...(note !== undefined && { 'aria-describedby': `${id}-note` })}
        className={classNames(
          'h-11 w-full min-w-0 truncate rounded-[10px] border bg-surface px-2.5 text-field',
          error !== undefined && 'border-danger',
          className,
        )}
      />
      {note !== undefined && (
        <p
          id={`${id}-note`}
          {...(error !== undefined && { role: 'alert' })}
          className={classNames('mt-1 text-sm', error === undefined ? 'text-ink-3' : 'text-danger')}
        >
          {note}
        </p>
      )}
    </div>
  )
}
