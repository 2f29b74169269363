import Eye from 'lucide-react/icons/eye'
import EyeOff from 'lucide-react/icons/eye-off'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { classNames } from './class-names.ts'
import { fieldTexts } from './field-texts.ts'
import { IconButton } from './icon-button.tsx'
import { Labelled, type Labels } from './labelled.tsx'

/** A labelled field to type into. */
export function Field({
  label,
  hint,
  error,
  extra,
  after,
  autoFocus,
  className,
  ...input
}: Labels & { after?: ReactNode } & ComponentProps<'input'>) {
  return (
    <Labelled label={label} hint={hint} error={error} extra={extra}>
      {(control) => (
        <div
          className={classNames(
            'flex items-center rounded-[10px] border bg-surface focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-accent',
            error !== undefined && 'border-danger',
          )}
        >
          <input
            {...input}
            {...control}
            ref={autoFocus ? focus : null}
            className={classNames(
              'h-11 min-w-0 flex-1 rounded-[10px] bg-transparent px-3 text-field outline-none placeholder:text-ink-3',
              className,
            )}
          />
          {after}
        </div>
      )}
    </Labelled>
  )
}

/** Preact leaves `autofocus` to the browser, which heeds it in a page that is loaded, not in what is added to one. */
function focus(input: HTMLInputElement | null): void {
  input?.focus()
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
          label={isShown ? fieldTexts.hide(props.label) : fieldTexts.show(props.label)}
          icon={isShown ? EyeOff : Eye}
          className="mx-1"
          onClick={() => setIsShown(!isShown)}
        />
      }
    />
  )
}
