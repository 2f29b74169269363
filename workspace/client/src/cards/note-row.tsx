import { useOptimistic, useTransition } from 'react'
import { Tick } from '../components/tick.tsx'

export interface Note {
  id: string
  kind: 'note' | 'todo' | 'link'
  text: string
  url: string | null
  /** The title of the card that it was added to; null for none. */
  list: string | null
  isDone: boolean
}

/** One thing that was kept: a to-do can be ticked, a link opened, each deleted. */
export function NoteRow(props: {
  note: Note
  onTick: (isDone: boolean) => Promise<unknown>
  onDelete: () => void
}) {
  const { note, onTick, onDelete } = props
  const [isDone, setIsDone] = useOptimistic(note.isDone)
  const [, startTransition] = useTransition()
  return (
    <li className="flex min-h-10 items-center gap-1 py-0.5">
      {note.kind === 'todo' && (
        <label className="relative -ml-[9px] grid size-9 shrink-0 cursor-pointer place-items-center rounded-control outline-accent has-focus-visible:outline-2 pointer-coarse:-ml-[13px] pointer-coarse:size-11">
          <input
            type="checkbox"
            checked={isDone}
            aria-label={note.text}
            onChange={() =>
              startTransition(async () => {
                setIsDone(!isDone)
                await onTick(!isDone)
              })
            }
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          <Tick isOn={isDone} />
        </label>
      )}
      <span className={`min-w-0 flex-1 py-1 whitespace-pre-wrap ${isDone ? 'text-text-3 line-through' : ''}`}>
        {note.url ? (
          <a
            href={note.url}
            target="_blank"
            rel="noopener noreferrer"
            className="underline underline-offset-2"
          >
            {note.text}
          </a>
        ) : (
          note.text
        )}
      </span>
      <button
        type="button"
        aria-label={`Delete ${note.text}`}
        onClick={onDelete}
        className="-mr-2 grid size-9 shrink-0 place-items-center text-text-3 hover:text-text pointer-coarse:-mr-3 pointer-coarse:size-11"
      >
        <svg
          viewBox="0 0 12 12"
          aria-hidden="true"
          className="size-3"
          stroke="currentColor"
          strokeWidth="1.5"
        >
          <path d="m2 2 8 8m0-8-8 8" strokeLinecap="round" />
        </svg>
      </button>
    </li>
  )
}
