import type { ComponentProps } from 'react'
import { classNames } from '../ui/class-names.ts'
import { Labelled, type Labels } from '../ui/labelled.tsx'

/** A labelled choice from a list. */
export function SelectField({
  label,
  hint,
  error,
  className,
  ...select
}: Omit<Labels, 'extra'> & ComponentProps<'select'>) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(control) => (
        <select
          {...select}
          {...control}
          className={classNames(
            'h-11 w-full min-w-0 truncate rounded-[10px] border bg-surface pr-9 pl-3 text-field',
            error !== undefined && 'border-danger',
            className,
          )}
        />
      )}
    </Labelled>
  )
}
