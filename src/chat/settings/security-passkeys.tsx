import Ellipsis from 'lucide-react/icons/ellipsis'
import { useState } from 'react'
import { type PasskeyInfo, passkeySetupAnswer } from '../../protocol/accounts.ts'
import { canUsePasskeys, createPasskey } from '../account/passkeys.ts'
import { ApiError } from '../api/api-error.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Menu } from '../ui/menu.tsx'
import { timeWords } from './date-words.ts'
import { QuestionBlock } from './question-block.tsx'
import { Rows } from './rows.tsx'
import { SecurityDialog } from './security-dialog.tsx'
import { securityTexts as texts } from './security-texts.ts'

/** The owner's passkeys, each with the name at which it opens Bloby. */
export function SecurityPasskeys({
  passkeys,
  host,
  device,
  onChange,
}: {
  passkeys: readonly PasskeyInfo[]
  host: string | null
  device: string
  onChange: () => void
}) {
  const { api } = useChat()
  const [asked, setAsked] = useState<
    { what: 'add' } | { what: 'rename' | 'remove'; passkey: PasskeyInfo } | null
  >(null)
  const close = () => setAsked(null)

  async function add({ name, password }: { name: string; password: string }) {
    const { options } = await api.ask(
      'POST',
      '/api/portal/passkeys/options',
      { password },
      passkeySetupAnswer,
    )
    const answer = await createPasskey(options).catch((error: unknown) => {
      throw refusalOf(error)
    })
    await api.post('/api/portal/passkeys', { name, answer })
    onChange()
  }

  const pathOf = ({ id }: PasskeyInfo) => `/api/portal/passkeys/${encodeURIComponent(id)}`
  return (
    <QuestionBlock question={texts.passkeys} lead={texts.passkeysLead}>
      {passkeys.length > 0 && (
        <Rows label={texts.passkeys}>
          {passkeys.map((passkey) => (
            <li
              key={passkey.id}
              className="flex min-h-14 items-center gap-2 border-b py-1 pr-1 pl-4 last:border-b-0"
            >
              <span className="min-w-0 flex-1 py-1">
                <span className="block font-medium [overflow-wrap:anywhere]">{passkey.name}</span>
                <span className="block text-sm text-ink-2 [overflow-wrap:anywhere]">{stateOf(passkey)}</span>
              </span>
              <Menu
                label={texts.actions(passkey.name)}
                icon={Ellipsis}
                entries={() => [
                  {
                    kind: 'item',
                    label: texts.rename,
                    onSelect: () => setAsked({ what: 'rename', passkey }),
                  },
                  {
                    kind: 'item',
                    label: texts.remove,
                    isDanger: true,
                    onSelect: () => setAsked({ what: 'remove', passkey }),
                  },
                ]}
              />
            </li>
          ))}
        </Rows>
      )}
      {host !== null && canUsePasskeys() ? (
        <Button className="self-start" onClick={() => setAsked({ what: 'add' })}>
          {texts.addPasskey}
        </Button>
      ) : (
        <p className="text-sm text-ink-2">{host === null ? texts.needsName : texts.unsupported}</p>
      )}
      {asked?.what === 'add' && (
        <SecurityDialog
          title={texts.addTitle}
          lead={texts.addLead(host ?? '')}
          confirm={texts.add}
          asks={['name', 'password']}
          name={device}
          onConfirm={add}
          close={close}
        />
      )}
      {asked?.what === 'rename' && (
        <SecurityDialog
          title={texts.renameTitle}
          confirm={texts.rename}
          asks={['name']}
          name={asked.passkey.name}
          onConfirm={async ({ name }) => {
            await api.patch(pathOf(asked.passkey), { name })
            onChange()
          }}
          close={close}
        />
      )}
      {asked?.what === 'remove' && (
        <SecurityDialog
          title={texts.removeTitle(asked.passkey.name)}
          lead={texts.removeLead}
          confirm={texts.remove}
          isDanger
          asks={['password']}
          onConfirm={async ({ password }) => {
            await api.post(`${pathOf(asked.passkey)}/remove`, { password })
            onChange()
          }}
          close={close}
        />
      )}
    </QuestionBlock>
  )
}

function stateOf({ host, lastUsedAt, isSynced }: PasskeyInfo): string {
  return [
    texts.opens(host),
    lastUsedAt === null ? texts.neverUsed : texts.used(timeWords(lastUsedAt)),
    ...(isSynced ? [texts.synced] : []),
  ].join(' · ')
}

/** What the browser refused, in words: the owner said no, it took too long, or there is one already (WebAuthn, 5.1.3). */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error
  const words = error.name === 'InvalidStateError' ? texts.alreadyMade : texts.notMade
  return new ApiError(words, { status: 0, code: 'invalid', cause: error })
}
