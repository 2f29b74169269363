import { useState } from 'react'
import {
  recoveryCodesAnswer,
  type TotpAnswer,
  type TotpSetup,
  totpSetupAnswer,
} from '../../protocol/accounts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { pageLocale } from '../ui/page-locale.ts'
import { CodePicture } from './code-picture.tsx'
import { timeWords } from './date-words.ts'
import { QuestionBlock } from './question-block.tsx'
import { SecurityCodes } from './security-codes.tsx'
import { SecurityDialog } from './security-dialog.tsx'
import { securityTexts as texts } from './security-texts.ts'

/** So few recovery codes that it is time for new ones. */
const fewCodes = 3

/** The second step of signing in: how it stands, and the way to it and out of it. */
export function SecuritySecondStep({ totp, onChange }: { totp: TotpAnswer; onChange: () => void }) {
  const { api } = useChat()
  const [asked, setAsked] = useState<'set-up' | 'new-codes' | 'turn-off' | null>(null)
  const [setup, setSetup] = useState<TotpSetup | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const close = () => setAsked(null)

  function show(recoveryCodes: readonly string[]) {
    setCodes(recoveryCodes)
    onChange()
  }

  if (codes) return <SecurityCodes codes={codes} onKept={() => setCodes(null)} />
  const { isOn, since, recoveryCodesLeft: left } = totp
  return (
    <QuestionBlock question={texts.app} lead={texts.appLead}>
      {isOn && (
        <p className="text-sm">
          {since !== undefined && texts.isOn(timeWords(since))}{' '}
          <span className={left <= fewCodes ? 'font-medium text-warn' : 'text-ink-2'}>
            {texts.codesLeft(left, left.toLocaleString(pageLocale()))}
          </span>
        </p>
      )}
      {totp.isClosed && <p className="text-sm font-medium text-warn">{texts.isClosed}</p>}
      <div className="flex flex-wrap gap-2">
        {isOn ? (
          <>
            <Button onClick={() => setAsked('new-codes')}>{texts.newCodes}</Button>
            <Button onClick={() => setAsked('turn-off')}>{texts.turnOff}</Button>
          </>
        ) : (
          <Button onClick={() => setAsked('set-up')}>{texts.setUp}</Button>
        )}
      </div>
      {asked === 'set-up' && (
        <SecurityDialog
          title={texts.setUpTitle}
          lead={texts.setUpLead}
          confirm={texts.setUp}
          asks={['password']}
          onConfirm={async ({ password }) =>
            setSetup(await api.ask('POST', '/api/portal/totp/setup', { password }, totpSetupAnswer))
          }
          close={close}
        />
      )}
      {setup && (
        <SecurityDialog
          title={texts.setUpTitle}
          lead={texts.scan}
          confirm={texts.turnOn}
          asks={['code']}
          more={{ code: { label: texts.firstCode, inputMode: 'numeric' } }}
          onConfirm={async ({ code }) => {
            const path = '/api/portal/totp/confirm'
            show((await api.ask('POST', path, { code }, recoveryCodesAnswer)).recoveryCodes)
          }}
          close={() => setSetup(null)}
        >
          <CodePicture svg={setup.qr} label={texts.qr} />
          <div className="flex items-center gap-2 rounded-[10px] border py-1 pr-1 pl-3">
            <p className="min-w-0 flex-1 py-1 text-sm">
              <span className="block text-ink-2">{texts.orType}</span>
              <span className="font-mono [overflow-wrap:anywhere]">
                {setup.secret.replaceAll(/.{4}(?=.)/g, '$& ')}
              </span>
            </p>
            <CopyButton label={texts.copyKey} text={() => setup.secret} />
          </div>
        </SecurityDialog>
      )}
      {asked === 'new-codes' && (
        <SecurityDialog
          title={texts.newCodes}
          lead={texts.newCodesLead}
          confirm={texts.makeCodes}
          asks={['password', 'code']}
          onConfirm={async ({ password, code }) => {
            const path = '/api/portal/totp/recovery-codes'
            show((await api.ask('POST', path, { password, code }, recoveryCodesAnswer)).recoveryCodes)
          }}
          close={close}
        />
      )}
      {asked === 'turn-off' && (
        <SecurityDialog
          title={texts.turnOffTitle}
          lead={texts.turnOffLead}
          confirm={texts.turnOff}
          isDanger
          asks={['password', 'code']}
          onConfirm={async ({ password, code }) => {
            await api.post('/api/portal/totp/turn-off', { password, code })
            onChange()
          }}
          close={close}
        />
      )}
    </QuestionBlock>
  )
}
