import { useEffect, useRef, useState } from 'react'
import { texts as chatTexts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { countWords } from '../ui/number-words.ts'
import { SelectField } from './select-field.tsx'
import { settingsTexts } from './settings-texts.ts'
import type { ModelList } from './use-models.ts'

const texts = settingsTexts.provider
const other = '…'

/** The model: one from the server's list, or any other by its name. */
export function ModelField({
  list,
  value,
  isOptional,
  error,
  said,
  isWanted = false,
  onChange,
  askAgain,
}: {
  list: ModelList
  value: string
  /** Whether there is one to fall back on. */
  isOptional: boolean
  error: string | undefined
  /** What the form says already. */
  said?: string | undefined
  /** Whether the page was opened for it: then it takes the focus. */
  isWanted?: boolean
  onChange: (model: string) => void
  askAgain: () => void
}) {
  const [wantsTyping, setWantsTyping] = useState(false)
  const holder = useRef<HTMLDivElement>(null)
  const models = list.kind === 'known' ? list.models : []
  const advice = list.kind === 'known' ? list.advice : undefined
  const isWithout = list.kind === 'known' && models.length === 0
  const trouble = list.kind === 'failed' ? list.text : isWithout ? (advice ?? texts.modelsNone) : undefined
  const isListed = value === '' || models.some((model) => model.id === value)
  const isTyped = models.length === 0 || wantsTyping || !isListed

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the list comes, it takes the place of the field, and its focus
  useEffect(() => {
    const isElsewhere = document.activeElement?.matches('input, select, textarea') === true
    if (isWanted && !isElsewhere) holder.current?.querySelector<HTMLElement>('[name=model]')?.focus()
  }, [isWanted, isTyped])

  return (
    <div ref={holder} className="flex flex-col gap-2">
      {isTyped ? (
        <Field
          label={texts.model}
          name="model"
          hint={
            list.kind === 'asking'
              ? texts.modelsLoading
              : isOptional
                ? texts.modelOptionalHint
                : texts.modelHint
          }
          error={error}
          value={value}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          className="font-mono"
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <SelectField
          label={texts.model}
          name="model"
          error={error}
          value={value}
          onChange={({ target }) => {
            if (target.value === other) setWantsTyping(true)
            else onChange(target.value)
          }}
        >
          <option value="">{isOptional ? texts.modelDefault : texts.modelChoose}</option>
          {models.map(({ id, name, contextTokens }) => (
            <option key={id} value={id}>
              {[name ?? id, ...(contextTokens ? [texts.context(countWords(contextTokens))] : [])].join(' · ')}
            </option>
          ))}
          <option value={other}>{texts.modelOther}</option>
        </SelectField>
      )}
      {isTyped && models.length > 0 && (
        <Button
          look="quiet"
          className="-ml-3 self-start"
          onClick={() => {
            setWantsTyping(false)
            onChange('')
          }}
        >
          {texts.modelFromList}
        </Button>
      )}
      {trouble !== undefined && trouble !== said && (
        <div className="flex flex-wrap items-center gap-x-3 rounded-[10px] bg-warn-soft py-0.5 pr-1 pl-3 text-sm">
          <span className="min-w-40 flex-1 py-1.5 [overflow-wrap:anywhere]">{trouble}</span>
          <Button look="quiet" onClick={askAgain}>
            {texts.askAgain}
          </Button>
        </div>
      )}
      {models.length > 0 && advice && (
        <p className="rounded-[10px] bg-warn-soft px-3 py-2 text-sm [overflow-wrap:anywhere]">{advice}</p>
      )}
      <span role="status" className="sr-only">
        {list.kind === 'asking' && chatTexts.common.loading}
      </span>
    </div>
  )
}
