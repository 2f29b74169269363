import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { FailureNote, type FormFailure, failureOf } from '../ui/form-failure.tsx'
import { dollarWords, parseDollars } from './dollars.ts'
import { ResultNote } from './result-note.tsx'
import { useSettings } from './settings-context.tsx'
import { settingsTexts } from './settings-texts.ts'

const texts = settingsTexts.limits

/** What the agent may cost. */
export function LimitsSection() {
  const { settings, save } = useSettings()
  const [turn, setTurn] = useState(settings.turnBudgetUsd === null ? '' : dollarWords(settings.turnBudgetUsd))
  const [day, setDay] = useState(dollarWords(settings.dailyBudgetUsd))
  const [isSaved, setIsSaved] = useState(false)
  const [failure, setFailure] = useState<FormFailure | null>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setIsSaved(false)
    setFailure(null)
    const turnBudgetUsd = parseDollars(turn)
    const dailyBudgetUsd = parseDollars(day)
    if (turnBudgetUsd === undefined) return setFailure({ field: 'turnBudgetUsd', text: texts.notDollars })
    if (dailyBudgetUsd === undefined) return setFailure({ field: 'dailyBudgetUsd', text: texts.notDollars })
    if (dailyBudgetUsd === null) return setFailure({ field: 'dailyBudgetUsd', text: texts.dayMissing })
    try {
      await save({ turnBudgetUsd, dailyBudgetUsd })
      setIsSaved(true)
    } catch (error) {
      setFailure(failureOf(error, Date.now()))
    }
  }

  const errorOf = (field: string) => (failure?.field === field ? failure.text : undefined)
  const amount = (set: (text: string) => void) => ({
    inputMode: 'decimal' as const,
    autoComplete: 'off',
    className: 'tabular-nums',
    onChange: (event: { target: { value: string } }) => {
      set(event.target.value)
      setIsSaved(false)
      setFailure(null)
    },
  })
  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <p className="text-sm text-ink-2">{texts.lead}</p>
      <Field
        label={texts.turn}
        name="turnBudgetUsd"
        hint={texts.turnHint}
        error={errorOf('turnBudgetUsd')}
        value={turn}
        {...amount(setTurn)}
      />
      <Field
        label={texts.day}
        name="dailyBudgetUsd"
        hint={texts.dayHint}
        error={errorOf('dailyBudgetUsd')}
        value={day}
        {...amount(setDay)}
      />
      {failure && failure.field === undefined && <FailureNote text={failure.text} />}
      {isSaved && <ResultNote isOk text={settingsTexts.saved} />}
      <Button type="submit" look="primary" className="h-11">
        {settingsTexts.save}
      </Button>
    </form>
  )
}
