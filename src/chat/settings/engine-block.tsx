import { useState } from 'react'
import { useStore } from 'zustand/react'
import { engineState } from '../../protocol/chat.ts'
import { texts as chatTexts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { failureOf } from '../ui/form-failure.tsx'
import { percentWords } from '../ui/number-words.ts'
import { ResultNote } from './result-note.tsx'
import { settingsTexts } from './settings-texts.ts'

const texts = settingsTexts.engine
const engineName = 'claude'

/** The program that works for every real provider: whether it is there, how its download goes, and how to begin it. */
export function EngineBlock() {
  const chat = useChat()
  const engine = useStore(chat.engines.store, (state) => state.known[engineName])
  const [failure, setFailure] = useState<string | null>(null)

  async function install() {
    setFailure(null)
    try {
      chat.engines.learn([await chat.api.ask('POST', `/api/engines/${engineName}/install`, {}, engineState)])
    } catch (error) {
      setFailure(failureOf(error, Date.now()).text)
    }
  }

  if (!engine) return null
  const { status, share = 0, error, version } = engine
  if (status === 'ready')
    return <p className="text-sm text-ink-2 [overflow-wrap:anywhere]">{texts.ready(version)}</p>
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div
      role="group"
      aria-label={texts.label}
      className="flex flex-col gap-2.5 rounded-[10px] border bg-surface p-3 text-sm"
    >
      {status === 'missing' && <p>{texts.missing}</p>}
      {status === 'installing' && (
        <>
          <p className="flex gap-3">
            <span className="min-w-0 flex-1">{texts.installing}</span>
            <span className="shrink-0 text-ink-2 tabular-nums">{percentWords(share)}</span>
          </p>
          <div
            role="progressbar"
            aria-label={texts.progress}
            aria-valuenow={Math.floor(share * 100)}
            className="h-1 overflow-hidden rounded-full bg-line"
          >
            <div
              className="h-full origin-left rounded-full bg-accent transition-transform duration-[180ms]"
              style={{ transform: `scaleX(${share})` }}
            />
          </div>
          <p className="text-ink-2">{texts.installingLead}</p>
        </>
      )}
      {status === 'failed' && <ResultNote isOk={false} text={error ?? texts.failed} />}
      {failure !== null && <ResultNote isOk={false} text={failure} />}
      {status !== 'installing' && (
        <Button className="self-start" onClick={() => void install()}>
          {status === 'failed' ? chatTexts.common.tryAgain : texts.download}
        </Button>
      )}
    </div>
  )
}

/** Whether the engine can be used, or nothing is known of one. */
export function useIsEngineReady(): boolean {
  const { engines } = useChat()
  return useStore(engines.store, ({ known }) => (known[engineName]?.status ?? 'ready') === 'ready')
}
