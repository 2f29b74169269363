import { useState } from 'react'
import { sessionAnswer } from '../../protocol/api.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { type SessionInfo, SessionRow } from './devices-row.tsx'
import { devicesTexts as texts } from './devices-texts.ts'
import { QuestionBlock } from './question-block.tsx'
import { Rows } from './rows.tsx'
import { SecurityDialog } from './security-dialog.tsx'

/** The programs that have a token, and a new one. */
export function DevicesScripts({
  scripts,
  onEnd,
  onChange,
}: {
  scripts: readonly SessionInfo[]
  onEnd: (session: SessionInfo) => void
  onChange: () => void
}) {
  const { api } = useChat()
  const [isAsked, setIsAsked] = useState(false)
  const [token, setToken] = useState<string | null>(null)
  const [ending, setEnding] = useState<SessionInfo | null>(null)
  return (
    <QuestionBlock question={texts.scripts} lead={texts.scriptsLead}>
      {scripts.length > 0 && (
        <Rows label={texts.scripts}>
          {scripts.map((script) => (
            <SessionRow
              key={script.id}
              session={script}
              end={{ label: texts.stop, name: texts.stopScript(script.device) }}
              onEnd={() => setEnding(script)}
            />
          ))}
        </Rows>
      )}
      {token === null ? (
        <Button className="self-start" onClick={() => setIsAsked(true)}>
          {texts.newToken}
        </Button>
      ) : (
        <NewToken token={token} onKept={() => setToken(null)} />
      )}
      {isAsked && (
        <SecurityDialog
          title={texts.newTokenTitle}
          lead={texts.newTokenLead}
          confirm={texts.makeToken}
          asks={['name', 'password']}
          name={texts.tokenName}
          onConfirm={async ({ name, password }) => {
            const made = await api.ask('POST', '/api/portal/scripts', { name, password }, sessionAnswer)
            setToken(made.token)
            onChange()
          }}
          close={() => setIsAsked(false)}
        />
      )}
      {ending && (
        <ConfirmDialog
          title={texts.stopTitle(ending.device)}
          lead={texts.stopLead}
          confirm={texts.stop}
          onConfirm={() => onEnd(ending)}
          close={() => setEnding(null)}
        />
      )}
    </QuestionBlock>
  )
}

function NewToken({ token, onKept }: { token: string; onKept: () => void }) {
  return (
    <section aria-label={texts.token} className="flex flex-col gap-2 rounded-[10px] border bg-surface p-3">
      <p role="status" className="text-sm">
        {texts.tokenLead}
      </p>
      <div className="flex items-center gap-1">
        <code className="min-w-0 flex-1 font-mono text-sm [overflow-wrap:anywhere]">
          Authorization: Bearer {token}
        </code>
        <CopyButton label={texts.copyToken} text={() => token} />
      </div>
      <Button className="self-start" onClick={onKept}>
        {texts.tokenKept}
      </Button>
    </section>
  )
}
