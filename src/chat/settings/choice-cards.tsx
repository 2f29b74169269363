import { useId } from 'react'
import { classNames } from '../ui/class-names.ts'

/** One of a few, each with a line that says what it means. */
export function ChoiceCards<Name extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: {
  label: string
  choices: readonly { name: Name; title: string; lead?: string }[]
  chosen: Name
  onChoose: (name: Name) => void
}) {
  const group = useId()
  return (
    <div role="radiogroup" aria-label={label} className="flex flex-col gap-2">
      {choices.map(({ name, title, lead }) => (
        <label
          key={name}
          className={classNames(
            'flex min-h-control cursor-pointer items-start gap-3 rounded-[10px] border px-3 py-2.5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
            chosen === name ? 'border-accent bg-accent-soft' : 'bg-surface hover:bg-bubble',
          )}
        >
          <input
            type="radio"
            name={group}
            checked={chosen === name}
            onChange={() => onChoose(name)}
            className="mt-1 size-4 shrink-0 accent-(--accent) outline-none"
          />
          <span className="min-w-0">
            <span className="block font-medium">{title}</span>
            {lead && <span className="block text-sm text-ink-2">{lead}</span>}
          </span>
        </label>
      ))}
    </div>
  )
}
