import { useState } from 'react'
import { sessionsAnswer } from '../../protocol/api.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { type SessionInfo, SessionRow } from './devices-row.tsx'
import { DevicesScripts } from './devices-scripts.tsx'
import { devicesTexts as texts } from './devices-texts.ts'
import { Loaded } from './loaded.tsx'
import { QuestionBlock } from './question-block.tsx'
import { Rows } from './rows.tsx'
import { useAnswer } from './use-answer.ts'

/** Who is signed in: the owner's devices, and scripts. */
export function DevicesSection() {
  const chat = useChat()
  const asked = useAnswer('/api/portal/sessions', sessionsAnswer)

  async function end(path: string) {
    await chat.attempt(() => chat.api.delete(path))
    asked.again()
  }
  const endOne = ({ id }: SessionInfo) => void end(`/api/portal/sessions/${encodeURIComponent(id)}`)

  return (
    <Loaded asked={asked}>
      {({ sessions, scripts }) => (
        <>
          <Devices
            sessions={[...sessions].sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent))}
            hasOthers={sessions.length + scripts.length > 1}
            onEnd={endOne}
            onEndOthers={() => void end('/api/portal/sessions')}
          />
          <DevicesScripts scripts={scripts} onEnd={endOne} onChange={asked.again} />
        </>
      )}
    </Loaded>
  )
}

function Devices({
  sessions,
  hasOthers,
  onEnd,
  onEndOthers,
}: {
  sessions: readonly SessionInfo[]
  hasOthers: boolean
  onEnd: (session: SessionInfo) => void
  onEndOthers: () => void
}) {
  const [ending, setEnding] = useState<SessionInfo | 'others' | null>(null)
  const close = () => setEnding(null)
  return (
    <QuestionBlock question={texts.devices} lead={texts.devicesLead}>
      <Rows label={texts.devices}>
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            end={
              session.isCurrent ? null : { label: texts.signOut, name: texts.signOutDevice(session.device) }
            }
            onEnd={() => setEnding(session)}
          />
        ))}
      </Rows>
      {hasOthers ? (
        <Button className="self-start" onClick={() => setEnding('others')}>
          {texts.signOutOthers}
        </Button>
      ) : (
        <p className="text-sm text-ink-2">{texts.noOthers}</p>
      )}
      {ending === 'others' && (
        <ConfirmDialog
          title={texts.signOutOthersTitle}
          lead={texts.signOutOthersLead}
          confirm={texts.signOutOthers}
          onConfirm={onEndOthers}
          close={close}
        />
      )}
      {ending !== null && ending !== 'others' && (
        <ConfirmDialog
          title={texts.signOutTitle(ending.device)}
          lead={texts.signOutLead}
          confirm={texts.signOut}
          onConfirm={() => onEnd(ending)}
          close={close}
        />
      )}
    </QuestionBlock>
  )
}
