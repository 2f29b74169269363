/** A small square that is filled when something is done. For the eye alone: say it in words beside it. */
export function Tick({ isOn }: { isOn: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={`grid size-[18px] shrink-0 place-items-center rounded-[6px] border ${isOn ? 'border-accent bg-accent text-accent-fg' : 'border-line-strong'}`}
    >
      {isOn && (
        <svg viewBox="0 0 12 12" className="size-3" fill="none" stroke="currentColor" strokeWidth="1.75">
          <title>Done</title>
          <path d="m2.5 6.25 2.4 2.4 4.6-5" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      )}
    </span>
  )
}
