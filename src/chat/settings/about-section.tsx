import Check from 'lucide-react/icons/check'
import Copy from 'lucide-react/icons/copy'
import { useStore } from 'zustand/react'
import { type SystemAnswer, systemAnswer } from '../../protocol/api.ts'
import { texts as chatTexts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { useChat } from '../ui/chat-context.tsx'
import { countWords, sizeWords } from '../ui/number-words.ts'
import { useCopying } from '../ui/use-copying.ts'
import { aboutTexts as texts } from './about-texts.ts'
import { bugReport } from './bug-report.ts'
import { timeWords } from './date-words.ts'
import { Loaded } from './loaded.tsx'
import { QuestionBlock } from './question-block.tsx'
import { FactRow, Rows } from './rows.tsx'
import { settingsTexts } from './settings-texts.ts'
import { useAnswer } from './use-answer.ts'

/** What runs here, and how it is. */
export function AboutSection() {
  return (
    <Loaded asked={useAnswer('/api/system', systemAnswer)}>{(system) => <About system={system} />}</Loaded>
  )
}

function About({ system }: { system: SystemAnswer }) {
  const { engines: store } = useChat()
  const engines = Object.values(useStore(store.store, (state) => state.known)).filter((engine) => !!engine)
  const { sandbox, commandSandbox, disk, processes } = system
  return (
    <>
      <div className="mb-7">
        <Rows>
          <FactRow title={texts.version}>{system.version}</FactRow>
          <FactRow title={texts.state}>{texts.states[system.status]}</FactRow>
          <FactRow title={texts.started}>{timeWords(system.startedAt)}</FactRow>
          <FactRow title={texts.home}>
            <span className="font-mono">{system.home}</span>
          </FactRow>
          <FactRow title={texts.disk}>
            {texts.diskOf(sizeWords(disk.freeBytes), sizeWords(disk.totalBytes))}
          </FactRow>
          <FactRow title={texts.memory}>{sizeWords(system.memoryBytes)}</FactRow>
          <FactRow title={texts.node}>{system.nodeVersion}</FactRow>
          {system.platform && <FactRow title={texts.platform}>{system.platform}</FactRow>}
        </Rows>
      </div>
      <QuestionBlock question={texts.sandboxes} lead={texts.sandboxesLead}>
        <Rows>
          <FactRow title={texts.appSandbox}>{sandboxName(sandbox)}</FactRow>
          <FactRow title={texts.commandSandbox}>{sandboxName(commandSandbox)}</FactRow>
        </Rows>
      </QuestionBlock>
      <QuestionBlock question={texts.engines}>
        <Rows>
          <FactRow title={settingsTexts.provider.names.demo}>{texts.engineStates.ready}</FactRow>
          {engines.map(({ name, version, status }) => (
            <FactRow key={name} title={engineName(name)} note={version}>
              {texts.engineStates[status]}
            </FactRow>
          ))}
        </Rows>
      </QuestionBlock>
      {processes.length > 0 && (
        <QuestionBlock question={texts.processes}>
          <Rows>
            {processes.map(({ name, status, restarts }) => (
              <FactRow
                key={name}
                title={processName(name)}
                {...(restarts > 0 && { note: texts.restarts(restarts, countWords(restarts)) })}
              >
                {processState(status)}
              </FactRow>
            ))}
          </Rows>
        </QuestionBlock>
      )}
      <QuestionBlock question={texts.report} lead={texts.reportLead}>
        <CopyReport text={() => bugReport({ system, engines, browser: navigator.userAgent })} />
      </QuestionBlock>
      <p className="text-sm text-ink-3">{texts.licence}</p>
    </>
  )
}

function engineName(name: string): string {
  return name === 'claude' ? texts.claude : name
}

function processName(name: string): string {
  return Object.entries(settingsTexts.logs.names).find(([known]) => known === name)?.[1] ?? name
}

function processState(status: string): string {
  return Object.entries(texts.processStates).find(([known]) => known === status)?.[1] ?? status
}

function sandboxName(name: SystemAnswer['commandSandbox']): string {
  return name === 'none' ? texts.noSandbox : texts.sandboxNames[name]
}

function CopyReport({ text }: { text: () => string }) {
  const { isCopied, copy } = useCopying(text)
  const Icon = isCopied ? Check : Copy
  return (
    <Button className="self-start" onClick={copy}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {isCopied ? chatTexts.common.copied : texts.copyReport}
    </Button>
  )
}
