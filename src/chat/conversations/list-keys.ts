import type { KeyboardEvent } from 'react'

/** What can be gone to in the list: conversations and hits. The menus beside them are reached with Tab. */
const stops = '[data-stop]'

/** Moves the focus in a list of conversations by arrow keys, Home and End. True when the key was one of them. */
export function moveInList(event: KeyboardEvent<HTMLElement>): boolean {
  const { key, currentTarget: list } = event
  const all = [...list.querySelectorAll<HTMLElement>(stops)]
  const at = all.findIndex((stop) => stop === document.activeElement || isBeside(stop))
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[key]
  if (to === undefined) return false
  event.preventDefault()
  all[Math.min(Math.max(to, 0), all.length - 1)]?.focus()
  return true
}

/** Goes to the entry that takes the place of one that will be gone. */
export function focusNear(row: HTMLElement | null): void {
  const list = row?.closest('ul')
  const all = [...(list?.querySelectorAll<HTMLElement>(stops) ?? [])]
  const at = all.findIndex((stop) => row?.contains(stop))
  const next = all[at + 1] ?? all[at - 1] ?? list?.closest('dialog')?.querySelector<HTMLElement>('input')
  next?.focus()
}

/** Whether the focus is on the menu of a row. */
function isBeside(stop: HTMLElement): boolean {
  return stop.parentElement?.contains(document.activeElement) ?? false
}
