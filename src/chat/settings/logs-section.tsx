import RotateCw from 'lucide-react/icons/rotate-cw'
import { useEffect, useState } from 'react'
import { logsAnswer } from '../../protocol/api.ts'
import { texts as chatTexts } from '../texts.ts'
import { useChat } from '../ui/chat-context.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { FailureNote, failureOf } from '../ui/form-failure.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { SelectField } from './select-field.tsx'
import { settingsTexts } from './settings-texts.ts'

const texts = settingsTexts.logs
const names = ['bloby', 'backend', 'vite', 'packages', 'engines'] as const
const lineCount = 200

/** The last lines of what Bloby and the app print. */
export function LogsSection() {
  const { api } = useChat()
  const [name, setName] = useState<(typeof names)[number]>('bloby')
  const [round, setRound] = useState(0)
  const [lines, setLines] = useState<readonly string[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round reads the same again
  useEffect(() => {
    let isCurrent = true
    setFailure(null)
    api.get(`/api/system/logs?${new URLSearchParams({ name, lines: String(lineCount) })}`, logsAnswer).then(
      (answer) => isCurrent && setLines(answer.lines),
      (error: unknown) => isCurrent && setFailure(failureOf(error, Date.now()).text),
    )
    return () => {
      isCurrent = false
    }
  }, [api, name, round])

  return (
    <div className="flex h-full flex-col gap-3">
      <div className="flex items-end gap-1">
        <div className="min-w-0 flex-1">
          <SelectField
            label={texts.which}
            value={name}
            onChange={({ target }) => {
              setLines(null)
              setName(names.find((one) => one === target.value) ?? 'bloby')
            }}
          >
            {names.map((one) => (
              <option key={one} value={one}>
                {texts.names[one]}
              </option>
            ))}
          </SelectField>
        </div>
        <IconButton
          label={texts.refresh}
          icon={RotateCw}
          className="my-1"
          onClick={() => setRound(round + 1)}
        />
        <CopyButton label={texts.copy} text={() => (lines ?? []).join('\n')} className="my-1" />
      </div>
      {failure !== null && <FailureNote text={failure} />}
      {failure === null && lines === null && <p className="text-sm text-ink-2">{chatTexts.common.loading}</p>}
      {failure === null && lines?.length === 0 && <p className="text-sm text-ink-2">{texts.empty}</p>}
      {failure === null && lines !== null && lines.length > 0 && (
        <ScrollRegion
          label={texts.label}
          className="flex min-h-40 flex-1 flex-col-reverse overflow-y-auto rounded-[10px] border bg-sunken p-2"
        >
          <pre className="font-mono text-xs leading-5 whitespace-pre-wrap [overflow-wrap:anywhere] text-ink-2">
            {lines.join('\n')}
          </pre>
        </ScrollRegion>
      )}
    </div>
  )
}
