import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { PasswordField } from '../ui/field.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { settingsTexts } from './settings-texts.ts'

const texts = settingsTexts.provider

/** An API key: that it is set and how it ends, or a field for a new one. */
export function KeyField({
  label = texts.key,
  name = 'apiKey',
  forgetLead = texts.forgetLead,
  saved,
  value,
  hint,
  error,
  onChange,
  onForget,
}: {
  label?: string
  name?: string
  /** What becomes of it once the key is forgotten. */
  forgetLead?: string
  saved: { lastFour?: string } | null
  /** Undefined while the saved one is not to be replaced. */
  value: string | undefined
  hint: string
  error: string | undefined
  onChange: (value: string | undefined) => void
  /** Undefined where it cannot be forgotten. */
  onForget: (() => void) | undefined
}) {
  const [isForgetting, setIsForgetting] = useState(false)
  if (saved && value === undefined)
    return (
      <div>
        <p className="mb-1 text-sm font-medium">{label}</p>
        <div className="flex min-h-11 flex-wrap items-center gap-x-1 rounded-[10px] border bg-surface py-0.5 pr-1 pl-3">
          <span className="min-w-32 flex-1 py-1.5 text-sm tabular-nums">{texts.keySet(saved.lastFour)}</span>
          <span className="flex">
            <Button look="quiet" onClick={() => onChange('')}>
              {texts.replace}
            </Button>
            {onForget && (
              <Button look="quiet" onClick={() => setIsForgetting(true)}>
                {texts.forget}
              </Button>
            )}
          </span>
        </div>
        {isForgetting && onForget && (
          <ConfirmDialog
            title={texts.forgetTitle}
            lead={forgetLead}
            confirm={texts.forget}
            onConfirm={onForget}
            close={() => setIsForgetting(false)}
          />
        )}
      </div>
    )
  return (
    <div>
      <PasswordField
        label={label}
        name={name}
        hint={hint}
        error={error}
        value={value ?? ''}
        autoComplete="off"
        data-1p-ignore
        data-lpignore="true"
        autoFocus={saved !== null}
        className="font-mono"
        onChange={(event) => onChange(event.target.value)}
      />
      {saved && (
        <Button look="quiet" className="mt-1 -ml-3" onClick={() => onChange(undefined)}>
          {texts.keepKey}
        </Button>
      )}
    </div>
  )
}
