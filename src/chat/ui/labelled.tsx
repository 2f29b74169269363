import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export interface Labels {
  label: string
  hint?: string | undefined
  error?: string | undefined
  /** Said beside the label. */
  extra?: string | undefined
}

/** What ties a control to its label and note. */
export interface LabelledControl {
  id: string
  'aria-invalid': boolean
  'aria-describedby'?: string
}

/** A control with its label over it, and under it a hint, or what is wrong with it. */
export function Labelled({
  label,
  hint,
  error,
  extra,
  children,
}: Labels & { children: (control: LabelledControl) => ReactNode }) {
  const id = useId()
  const note = error ?? hint
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
        {extra && <span className="font-normal text-ink-3"> · {extra}</span>}
      </label>
      {children({
        id,
        'aria-invalid': error !== undefined,
        ...(note !== undefined && { 'aria-describedby': `${id}-note` }),
      })}
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
