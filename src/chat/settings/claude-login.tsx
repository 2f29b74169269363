import ExternalLink from 'lucide-react/icons/external-link'
import { useEffect, useState } from 'react'
import { type ClaudeLoginAnswer, claudeLoginAnswer } from '../../protocol/settings.ts'
import { texts as chatTexts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Field } from '../ui/field.tsx'
import { failureOf } from '../ui/form-failure.tsx'
import { EngineBlock, useIsEngineReady } from './engine-block.tsx'
import { ResultNote } from './result-note.tsx'
import { settingsTexts } from './settings-texts.ts'

const texts = settingsTexts.login
const path = (step: string) => `/api/auth/claude/${step}`

/** The owner's own login in Anthropic's program: a page of theirs, and the code that it gives. */
export function ClaudeLogin({ onStatus }: { onStatus?: (isSignedIn: boolean) => void }) {
  const { api } = useChat()
  const isEngineReady = useIsEngineReady()
  const [login, setLogin] = useState<ClaudeLoginAnswer | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [code, setCode] = useState('')
  const [codeError, setCodeError] = useState<string | undefined>()

  async function ask(question: () => Promise<ClaudeLoginAnswer>) {
    setIsBusy(true)
    setFailure(null)
    setCodeError(undefined)
    try {
      const answer = await question()
      setLogin(answer)
      if (answer.status !== 'waiting') setCode('')
    } catch (error) {
      setFailure(failureOf(error, Date.now()).text)
    }
    setIsBusy(false)
  }

  const take = (step: string, body: object = {}) =>
    ask(() => api.ask('POST', path(step), body, claudeLoginAnswer))

  // biome-ignore lint/correctness/useExhaustiveDependencies: once it can be asked
  useEffect(() => {
    if (isEngineReady) void ask(() => api.get(path('status'), claudeLoginAnswer))
  }, [isEngineReady])

  // The link may take a while, when the program starts slowly.
  useEffect(() => {
    if (login?.status !== 'waiting' || login.url !== undefined) return
    const timer = setTimeout(() => void ask(() => api.get(path('status'), claudeLoginAnswer)), 1000)
    return () => clearTimeout(timer)
  })

  const isSignedIn = login?.status === 'signed-in'
  useEffect(() => onStatus?.(isSignedIn), [onStatus, isSignedIn])

  function complete() {
    if (code.trim() === '') setCodeError(texts.codeMissing)
    else void take('complete', { code: code.trim() })
  }

  if (!isEngineReady)
    return (
      <div className="flex flex-col gap-2">
        <p className="text-sm text-ink-2">{texts.needsEngine}</p>
        <EngineBlock />
      </div>
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset needs a legend, which this is not
    <div
      role="group"
      aria-label={texts.label}
      className="flex flex-col gap-3 rounded-[10px] border bg-surface p-3 text-sm"
    >
      {(login === null || login.status === 'signed-out') && (
        <>
          <p className="text-ink-2">{texts.lead}</p>
          <Button look="primary" className="h-11" disabled={isBusy} onClick={() => void take('start')}>
            {isBusy && login ? texts.starting : texts.start}
          </Button>
        </>
      )}
      {login?.status === 'waiting' && (
        <>
          <p className="text-ink-2">{login.url === undefined ? texts.starting : texts.waiting}</p>
          {login.url !== undefined && (
            <div className="flex items-center gap-1">
              <a
                href={login.url}
                target="_blank"
                rel="noopener noreferrer"
                className="inline-flex h-11 min-w-0 flex-1 items-center justify-center gap-2 rounded-[10px] bg-accent px-3 text-center font-medium text-accent-fg hover:opacity-90"
              >
                {texts.open}
                <ExternalLink size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
              </a>
              <CopyButton label={texts.copyLink} text={() => login.url ?? ''} />
            </div>
          )}
          <Field
            label={texts.code}
            name="code"
            hint={texts.codeHint}
            error={codeError ?? login.error}
            value={code}
            autoComplete="one-time-code"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            className="font-mono"
            onChange={(event) => {
              setCode(event.target.value)
              setCodeError(undefined)
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              // The form around it saves the provider.
              event.preventDefault()
              complete()
            }}
          />
          <div className="flex flex-wrap gap-2">
            <Button className="flex-1" disabled={isBusy} onClick={() => void take('cancel')}>
              {chatTexts.common.cancel}
            </Button>
            <Button look="primary" className="flex-1" disabled={isBusy} onClick={complete}>
              {texts.complete}
            </Button>
          </div>
        </>
      )}
      {login?.status === 'signed-in' && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <p role="status" className="min-w-40 flex-1 [overflow-wrap:anywhere]">
            {texts.signedIn(login.account)}
          </p>
          <Button disabled={isBusy} onClick={() => void take('logout')}>
            {texts.signOut}
          </Button>
        </div>
      )}
      {login?.error !== undefined && login.status !== 'waiting' && (
        <ResultNote isOk={false} text={login.error} />
      )}
      {failure !== null && <ResultNote isOk={false} text={failure} />}
    </div>
  )
}
