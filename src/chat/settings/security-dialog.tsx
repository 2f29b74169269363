import { type ComponentProps, type FormEvent, type ReactNode, useRef, useState } from 'react'
import { texts as chatTexts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, smallDialog } from '../ui/dialog.tsx'
import { Field, PasswordField } from '../ui/field.tsx'
import { FailureNote, type FormFailure, failureOf } from '../ui/form-failure.tsx'
import { securityTexts as texts } from './security-texts.ts'

/** What can be asked, in this order; named as the API names it. */
const fields = {
  name: { label: texts.name, hint: texts.nameHint, missing: texts.nameMissing },
  current: { label: texts.currentPassword, missing: texts.passwordMissing },
  password: { label: texts.yourPassword, missing: texts.passwordMissing },
  code: { label: texts.codeAgain, missing: texts.codeMissing },
}
type FieldName = keyof typeof fields
type Values = Record<FieldName, string>

const looks: Record<FieldName, Omit<ComponentProps<typeof Field>, 'label'>> = {
  name: { autoComplete: 'off', maxLength: 60 },
  current: { autoComplete: 'current-password' },
  password: { autoComplete: 'current-password' },
  code: {
    autoComplete: 'one-time-code',
    autoCapitalize: 'none',
    autoCorrect: 'off',
    spellCheck: false,
    className: 'font-mono',
  },
}

/** Asks for what something needs that concerns who gets in, and stays open with the reason when it is refused. */
export function SecurityDialog({
  title,
  lead,
  confirm,
  isDanger = false,
  asks,
  name: firstName = '',
  more = {},
  children,
  onConfirm,
  close,
}: {
  title: string
  lead?: string
  confirm: string
  isDanger?: boolean
  asks: readonly FieldName[]
  /** What stands in the field for a name. */
  name?: string
  /** How fields are otherwise than usual. */
  more?: Partial<Record<FieldName, Partial<ComponentProps<typeof Field>>>>
  /** Above the fields. */
  children?: ReactNode
  /** Throws when it is refused. */
  onConfirm: (values: Values) => Promise<unknown>
  close: () => void
}) {
  const form = useRef<HTMLFormElement>(null)
  const [values, setValues] = useState<Values>({ name: firstName, current: '', password: '', code: '' })
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<FormFailure | null>(null)

  function refuse(why: FormFailure) {
    setFailure(why)
    if (why.field) form.current?.querySelector<HTMLInputElement>(`input[name=${why.field}]`)?.select()
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    const empty = asks.find((field) => values[field].trim() === '')
    if (empty) return refuse({ field: empty, text: fields[empty].missing })
    setIsBusy(true)
    setFailure(null)
    try {
      await onConfirm(values)
      close()
    } catch (error) {
      refuse(failureOf(error, Date.now()))
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <Dialog label={title} onClose={close} className={smallDialog}>
      <form
        ref={form}
        noValidate
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => void submit(event)}
      >
        <div>
          <h3 className="text-lg font-semibold [overflow-wrap:anywhere]">{title}</h3>
          {lead && <p className="mt-1 text-sm text-ink-2">{lead}</p>}
        </div>
        {children}
        <input type="text" name="username" autoComplete="username" defaultValue="owner" hidden readOnly />
        {asks.map((name) => {
          const { missing: _, ...labels } = fields[name]
          const Kind = looks[name].autoComplete === 'current-password' ? PasswordField : Field
          return (
            <Kind
              key={name}
              {...labels}
              {...looks[name]}
              {...more[name]}
              name={name}
              value={values[name]}
              error={failure?.field === name ? failure.text : undefined}
              onChange={({ target }) => {
                setValues((before) => ({ ...before, [name]: target.value }))
                setFailure(null)
              }}
            />
          )
        })}
        {failure && failure.field === undefined && <FailureNote text={failure.text} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{chatTexts.common.cancel}</Button>
          <Button type="submit" look={isDanger ? 'danger' : 'primary'} disabled={isBusy}>
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
