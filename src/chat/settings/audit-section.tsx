import { useState } from 'react'
import { type AuditEntryView, auditAnswer } from '../../protocol/accounts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { classNames } from '../ui/class-names.ts'
import { auditTexts as texts } from './audit-texts.ts'
import { detailWords } from './audit-words.ts'
import { timeWords } from './date-words.ts'
import { Loaded } from './loaded.tsx'
import { Rows } from './rows.tsx'
import { useAnswer } from './use-answer.ts'

const path = '/api/audit?limit=50'
/** What the owner should look at twice. */
const warnings = /-(failed|closed)$/

/** Who did what to the installation, the newest first. */
export function AuditSection() {
  return (
    <>
      <p className="mb-4 text-sm text-ink-2">{texts.lead}</p>
      <Loaded asked={useAnswer(path, auditAnswer)}>{(page) => <Entries {...page} />}</Loaded>
    </>
  )
}

function Entries({
  entries: newest,
  nextCursor,
}: {
  entries: readonly AuditEntryView[]
  nextCursor: string | null
}) {
  const chat = useChat()
  const [earlier, setEarlier] = useState<readonly AuditEntryView[]>([])
  const [cursor, setCursor] = useState(nextCursor)
  const [isBusy, setIsBusy] = useState(false)
  const entries = [...newest, ...earlier]

  async function readOn(from: string) {
    setIsBusy(true)
    await chat.attempt(async () => {
      const page = await chat.api.get(`${path}&${new URLSearchParams({ cursor: from })}`, auditAnswer)
      setEarlier((before) => [...before, ...page.entries])
      setCursor(page.nextCursor)
    })
    setIsBusy(false)
  }

  if (entries.length === 0) return <p className="text-sm text-ink-2">{texts.empty}</p>
  return (
    <div className="flex flex-col gap-3">
      <Rows label={texts.label}>
        {entries.map(({ id, at, action, detail, device, address }) => (
          <li key={id} className="border-b px-4 py-2.5 last:border-b-0">
            <p
              className={classNames(
                '[overflow-wrap:anywhere]',
                warnings.test(action) && 'font-medium text-warn',
              )}
            >
              {wordsOf(action)}
              {detail && <span className="font-normal text-ink-2"> · {detailWords({ action, detail })}</span>}
            </p>
            <p className="text-sm tabular-nums text-ink-2 [overflow-wrap:anywhere]">
              {[timeWords(at), ...(device ? [device] : []), ...(address ? [texts.from(address)] : [])].join(
                ' · ',
              )}
            </p>
          </li>
        ))}
      </Rows>
      {cursor !== null && (
        <Button className="self-start" disabled={isBusy} onClick={() => void readOn(cursor)}>
          {texts.earlier}
        </Button>
      )}
    </div>
  )
}

function wordsOf(action: string): string {
  return Object.entries(texts.actions).find(([known]) => known === action)?.[1] ?? action
}
