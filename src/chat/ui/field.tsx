import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { texts } from '../texts.ts'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

/** A labelled field with a hint under it, or what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  extra,
  after,
  className,
  ...input
}: {
  label: string
  hint?: string
  error?: string | undefined
  /** Said beside the label. */
  extra?: string
  after?: ReactNode
} & ComponentProps<'input'>) {
  const id = useId()
  const note = error ?? hint
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
        {extra && <span className="font-normal text-ink-3"> · {extra}</span>}
      </label>
      <div
        className={classNames(
          'flex items-center rounded-[10px] border bg-surface focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent',
          error !== undefined && 'border-danger',
        )}
      >
        <input
          {...input}
          id={id}
          aria-invalid={error !== undefined}
          {...(note !== undefined && { 'aria-describedby': `${id}-note` })}
          className={classNames(
            'h-11 min-w-0 flex-1 rounded-[10px] bg-transparent px-3 text-field outline-none placeholder:text-ink-3',
            className,
          )}
        />
        {after}
      </div>
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

/** A field for a password, with a switch that shows it. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'after'>) {
  const [isShown, setIsShown] = useState(false)
  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      after={
        <IconButton
          label={isShown ? accountTexts.hidePassword : accountTexts.showPassword}
          icon={isShown ? EyeOff : Eye}
          className="mx-1"
          onClick={() => setIsShown(!isShown)}
        />
      }
    />
  )
}
