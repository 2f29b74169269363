import TriangleAlert from 'lucide-react/icons/triangle-alert'
import { useState } from 'react'
import type { Problem } from '../../protocol/chat.ts'
import { texts } from '../texts.ts'
import { Disclosure } from '../transcript/parts/disclosure.tsx'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { Quoted } from './quoted.tsx'

export interface AppNewsProps {
  isPreparing: boolean
  step: string | undefined
  problems: readonly Problem[]
}

/** That the app is being prepared, or what is wrong with it. */
export function AppNews({ isPreparing, step, problems }: AppNewsProps) {
  return (
    <div className="max-h-[40vh] overflow-y-auto rounded-[14px] border bg-surface shadow-low">
      {isPreparing && <Preparing step={step} />}
      {problems.map((problem) => (
        <ProblemRow key={problem.id} problem={problem} />
      ))}
    </div>
  )
}

function Preparing({ step }: { step: string | undefined }) {
  return (
    <div role="status" className="px-3 py-2.5 text-sm">
      <p className="flex items-start gap-2.5">
        <span aria-hidden className="mt-1.5 size-2 shrink-0 animate-breathe rounded-full bg-accent" />
        <span className="min-w-0">
          {texts.appState.preparing}
          {step && <span className="text-ink-2"> · {step}</span>}
        </span>
      </p>
      <div aria-hidden className="mt-2 h-1 overflow-hidden rounded-full bg-line">
        <div className="h-full w-1/3 animate-pass rounded-full bg-accent" />
      </div>
    </div>
  )
}

function ProblemRow({ problem }: { problem: Problem }) {
  const { title, detail, lines, restart } = problem
  return (
    <div className="border-b px-3 py-2.5 text-sm last:border-b-0">
      <div className="flex flex-wrap items-start gap-x-2.5 gap-y-2">
        <TriangleAlert size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-warn" />
        <div className="min-w-40 flex-1 [overflow-wrap:anywhere]">
          <p className="font-medium">
            <Quoted text={title} />
          </p>
          {detail && (
            <p className="text-ink-2">
              <Quoted text={detail} />
            </p>
          )}
        </div>
        {restart !== undefined && <RestartButton name={restart} />}
      </div>
      {lines && lines.length > 0 && (
        <Disclosure name="log" isBare summary={<span>{texts.appState.log}</span>}>
          {() => (
            <pre className="rounded-[10px] bg-sunken p-2 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere] text-ink-2">
              {lines.join('\n')}
            </pre>
          )}
        </Disclosure>
      )}
    </div>
  )
}

function RestartButton({ name }: { name: string }) {
  const chat = useChat()
  const [isRestarting, setIsRestarting] = useState(false)

  async function restart() {
    setIsRestarting(true)
    await chat.attempt(() => chat.api.post('/api/system/restart', { name }))
    setIsRestarting(false)
  }

  return (
    <Button disabled={isRestarting} onClick={() => void restart()}>
      {isRestarting ? texts.appState.restarting : texts.appState.restart}
    </Button>
  )
}
