import X from 'lucide-react/icons/x'
import { useEffect, useState } from 'react'
import type { Chat } from '../../chat.ts'
import { texts as chatTexts } from '../../texts.ts'
import { Dialog, smallDialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { commandTexts as texts } from './command-texts.ts'
import { type CommandSource, commandsOf, loadCommandSource } from './commands.ts'

/** As they are printed on keyboards. */
const keys = [
  ['send', 'Enter'],
  ['line', 'Shift + Enter'],
  ['slash', '/'],
  ['move', 'Alt + ↑ ↓'],
  ['close', 'Esc'],
] as const

/** What one can do in the composer, shown here alone. */
export function HelpDialog({ chat, close }: { chat: Chat; close: () => void }) {
  const [source, setSource] = useState<CommandSource | null | undefined>(undefined)
  useEffect(() => {
    loadCommandSource(chat.api).then(setSource, () => setSource(null))
  }, [chat])
  if (source === undefined) return null
  const rows = [
    ...commandsOf(source).map(({ name, description }) => [`/${name}`, description] as const),
    ...keys.map(([key, name]) => [name, texts.keys[key]] as const),
  ]
  return (
    <Dialog label={texts.helpTitle} onClose={close} className={smallDialog}>
      <div className="flex items-center gap-2 pt-1 pr-1 pl-4">
        <h2 className="flex-1 text-lg font-semibold">{texts.helpTitle}</h2>
        <IconButton label={chatTexts.common.close} icon={X} onClick={close} />
      </div>
      <div className="px-4 pb-4 text-sm">
        <p className="text-ink-2">{texts.helpLead}</p>
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
          {rows.map(([name, words]) => (
            <div key={name} className="contents">
              <dt className="font-mono">{name}</dt>
              <dd className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{words}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 text-ink-2">
          {texts.files} {chatTexts.composer.attachLimits}.
        </p>
      </div>
    </Dialog>
  )
}
