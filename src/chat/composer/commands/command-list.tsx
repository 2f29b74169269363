import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { classNames } from '../../ui/class-names.ts'
import type { CommandDesk, CommandKeys } from './command-desk.ts'
import { commandTexts as texts } from './command-texts.ts'
import { type Command, type CommandSource, commandsOf, loadCommandSource, matching } from './commands.ts'
import { runCommand } from './run-command.ts'

/** The commands that begin like the text in the field, above it. The focus stays in the field, which hands its keys on. */
export function CommandList({
  text,
  desk,
  keys,
  onChosen,
}: {
  text: string
  desk: CommandDesk
  keys: CommandKeys
  /** Which option the field stands for, for screen readers; null when the list is closed. */
  onChosen: (chosen: { listId: string; optionId: string } | null) => void
}) {
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const [source, setSource] = useState<CommandSource | null | undefined>(undefined)
  const [index, setIndex] = useState(0)
  const [isDismissed, setIsDismissed] = useState(false)
  const { api, announcer } = desk.chat
  const commands = source === undefined || isDismissed ? [] : matching(commandsOf(source), text)
  const active = Math.min(index, commands.length - 1)
  const isOpen = commands.length > 0
  const optionId = isOpen ? `${listId}-${active}` : undefined

  useEffect(() => {
    loadCommandSource(api).then(setSource, () => setSource(null))
  }, [api])

  useEffect(() => {
    if (isOpen) announcer.say(texts.count(commands.length))
  }, [isOpen, commands.length, announcer])

  useEffect(() => {
    onChosen(optionId === undefined ? null : { listId, optionId })
    return () => onChosen(null)
  }, [listId, optionId, onChosen])

  useLayoutEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  function choose(command: Command | undefined) {
    if (!command) return
    if (command.isSkill) return desk.write(`/${command.name} `)
    void desk.chat.attempt(() => runCommand(`/${command.name}`, desk))
  }

  useLayoutEffect(() => {
    keys.current = (event) => {
      if (!isOpen || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false
      if (event.key === 'ArrowDown') setIndex((active + 1) % commands.length)
      else if (event.key === 'ArrowUp') setIndex((active - 1 + commands.length) % commands.length)
      else if (event.key === 'Enter') choose(commands[active])
      else if (event.key === 'Tab') desk.write(`/${commands[active]?.name} `)
      else if (event.key === 'Escape') setIsDismissed(true)
      else return false
      return true
    }
    return () => {
      keys.current = null
    }
  })

  if (!isOpen) return null
  return (
    <div
      ref={list}
      id={listId}
      role="listbox"
      aria-label={texts.label}
      className="absolute inset-x-0 bottom-full z-10 mb-2 max-h-72 overflow-y-auto rounded-[14px] border bg-surface p-1 shadow-high"
    >
      {commands.map((command, position) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus, and names this by aria-activedescendant
        <div
          key={command.name}
          id={`${listId}-${position}`}
          role="option"
          aria-selected={position === active}
          className={classNames(
            'flex min-h-control cursor-pointer items-center gap-3 rounded-[10px] px-3 py-1 text-sm hover:bg-bubble',
            position === active && 'bg-bubble',
          )}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(command)}
        >
          <span className="min-w-20 shrink-0 font-mono">/{command.name}</span>
          <span className="line-clamp-2 min-w-0 flex-1 text-ink-2">{command.description}</span>
        </div>
      ))}
    </div>
  )
}
