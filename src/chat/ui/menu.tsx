import type { LucideIcon } from 'lucide-react'
import Check from 'lucide-react/icons/check'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

export type MenuEntry =
  | {
      kind: 'item'
      label: string
      icon?: LucideIcon
      isDanger?: boolean
      /** Makes it one of a choice. */
      isChecked?: boolean
      onSelect: () => void
    }
  | { kind: 'heading'; label: string }

/** A button that opens a list of actions. Arrow keys, Home and End move in it; Escape and a press elsewhere close it. */
export function Menu({
  label,
  icon,
  entries,
  className,
}: {
  label: string
  icon: LucideIcon
  /** Drawn while the menu is open. */
  entries: () => readonly MenuEntry[]
  /** Of the button. */
  className?: string
}) {
  const id = useId()
  const menu = useRef<HTMLDivElement>(null)
  const [isOpen, setIsOpen] = useState(false)

  function place(button: HTMLElement) {
    const list = menu.current
    if (!list) return
    const { bottom, top, left, right } = button.getBoundingClientRect()
    const { clientWidth } = document.documentElement
    const isInUpperPart = bottom < innerHeight * 0.6
    const isOnLeft = left + right < clientWidth
    list.style.top = isInUpperPart ? `${bottom + 4}px` : 'auto'
    list.style.bottom = isInUpperPart ? 'auto' : `${innerHeight - top + 4}px`
    list.style.left = isOnLeft ? `${left}px` : 'auto'
    list.style.right = isOnLeft ? 'auto' : `${clientWidth - right}px`
  }

  function items(): HTMLElement[] {
    return [...(menu.current?.querySelectorAll<HTMLElement>('button') ?? [])]
  }

  function move(event: KeyboardEvent) {
    const all = items()
    const at = items().findIndex((item) => item.matches(':focus'))
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Tab') menu.current?.hidePopover()
    if (to === undefined) return
    event.preventDefault()
    all.at(to % all.length)?.focus()
  }

  return (
    <>
      <IconButton
        label={label}
        icon={icon}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        popoverTarget={id}
        className={className}
        onClick={(event) => {
          const button = event.currentTarget
          // The entries have to be there when their place is chosen, and the focus goes to the first.
          flushSync(() => setIsOpen(true))
          place(button)
        }}
      />
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        className="fixed inset-auto m-0 min-w-52 animate-rise rounded-[14px] border bg-surface p-1 text-ink shadow-high"
        onKeyDown={move}
        onToggle={(event) => {
          const isNowOpen = event.newState === 'open'
          setIsOpen(isNowOpen)
          if (isNowOpen) items()[0]?.focus()
        }}
      >
        {(isOpen ? entries() : []).map((entry) =>
          entry.kind === 'heading' ? (
            <div key={entry.label} role="presentation" className="px-3 pt-2 pb-1 text-xs text-ink-3">
              {entry.label}
            </div>
          ) : (
            <MenuItem key={entry.label} entry={entry} close={() => menu.current?.hidePopover()} />
          ),
        )}
      </div>
    </>
  )
}

function MenuItem({ entry, close }: { entry: Extract<MenuEntry, { kind: 'item' }>; close: () => void }) {
  const { icon: Icon, isChecked } = entry
  const isChoice = isChecked !== undefined
  return (
    <button
      type="button"
      role={isChoice ? 'menuitemradio' : 'menuitem'}
      {...(isChoice && { 'aria-checked': isChecked })}
      tabIndex={-1}
      className={classNames(
        'flex min-h-control w-full items-center gap-3 rounded-[10px] px-3 text-left text-sm hover:bg-bubble focus-visible:bg-bubble focus-visible:outline-none',
        entry.isDanger && 'text-danger',
      )}
      onClick={() => {
        close()
        entry.onSelect()
      }}
    >
      {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      <span className="flex-1">{entry.label}</span>
      {isChecked && <Check size={16} strokeWidth={1.75} aria-hidden />}
    </button>
  )
}
