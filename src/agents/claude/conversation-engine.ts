import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Problem } from '../../protocol/chat.ts'
import type { AccessMode } from '../../protocol/settings.ts'
import { messageOf } from '../../system/errors.ts'
import type { Log } from '../../system/log.ts'
import type { ProcessLedger } from '../../system/process-ledger.ts'
import type { EngineProgram } from '../engine-program.ts'
import type { Extensions } from '../extensions/extensions.ts'
import { loadReport } from '../extensions/load-report.ts'
import { hashOf } from '../extensions/trust.ts'
import type { ToolContext } from '../tools/tool.ts'
import { type ClaudeProcess, startClaudeProcess } from './claude-process.ts'
import type { ClaudeProvider } from './claude-provider.ts'
import type { CommandSandbox } from './command-sandbox.ts'
import { type EngineOptionsDeps, engineOptions } from './engine-options.ts'
import { isLostSession, shouldGiveUp } from './errors.ts'
import type { OwnerQuestions } from './owner-questions.ts'
import type { Sdk } from './sdk.ts'
import { initMessage, type SdkMessage } from './sdk-messages.ts'

export interface ConversationEngineDeps extends EngineOptionsDeps {
  program: EngineProgram
  loadSdk: (folder: string) => Sdk
  sandbox: () => Promise<CommandSandbox>
  /** Shows what is wrong with skills and MCP servers; none when all is well. */
  report: (problems: readonly Problem[]) => void
  ledger: ProcessLedger
  log: Log
}

/** The conversation on whose behalf a process runs. */
export interface EngineHost {
  workspaceDir: string
  /** The engine's own session to go on with. */
  resumes: string | undefined
  questions: OwnerQuestions
  isScheduled: () => boolean
  toolContext: () => ToolContext
  onMessage: (message: SdkMessage) => void
  /** The process ended although nobody asked it to. `isLost`: because the session that it was to go on with is not there. */
  onEnd: (reason: { error: Error; errorText: string; isLost: boolean }) => void
}

interface Running {
  process: ClaudeProcess
  /** Of all that it was started with: another one means another process. */
  fingerprint: string
  extensions: Extensions
  isLost: boolean
}

/**
 * The process of one conversation: started when it is first needed or when what it was started with has changed, and going on with the
 * session that the one before kept in its transcript.
 */
export function createConversationEngine(deps: ConversationEngineDeps, host: EngineHost) {
  const { log } = deps
  const always = new Set<string>()
  let session = host.resumes
  let running: Running | undefined
  let lastStart: Promise<unknown> = Promise.resolve()

  async function stop(): Promise<void> {
    const ending = running
    running = undefined
    ending?.process.kill()
    await ending?.process.ended
  }

  /** The process that fits, started where none runs or another one. One start at a time. */
  function ready(provider: ClaudeProvider, access: AccessMode, extensions: Extensions): Promise<void> {
    const next = lastStart.then(async () => {
      const sandbox = await deps.sandbox()
      // The engine counts what a process has cost, so a budget for a turn needs a process of its own.
      const own = provider.turnBudgetUsd === undefined ? '' : randomUUID()
      const fingerprint = hashOf(provider, access, sandbox, extensions.fingerprint, own)
      if (running?.fingerprint === fingerprint) return
      await stop()
      running = await start({ provider, access, sandbox, extensions, fingerprint })
    })
    lastStart = next.catch(() => {})
    return next
  }

  async function start(what: {
    provider: ClaudeProvider
    access: AccessMode
    sandbox: CommandSandbox
    extensions: Extensions
    fingerprint: string
  }): Promise<Running> {
    const { provider, extensions, fingerprint } = what
    const folder = await deps.program.ensure()
    const options = await engineOptions(deps, {
      ...what,
      folder,
      workspaceDir: host.workspaceDir,
      questions: host.questions,
      isScheduled: host.isScheduled,
      always,
      toolContext: host.toolContext,
      session: session === undefined ? { sessionId: randomUUID() } : { resume: session },
    })
    const engine: Running = {
      process: startClaudeProcess({
        sdk: deps.loadSdk(folder),
        options,
        apiKey: provider.auth === 'key' ? provider.apiKey : undefined,
        // Many of these servers know a key as a Bearer token only.
        ...(provider.kind === 'compatible' && { keysDir: deps.folders.keys }),
        ledger: deps.ledger,
        onMessage: (message) => receive(engine, message),
        onEnd: (error, errorText) => ended(engine, error, errorText),
      }),
      fingerprint,
      extensions,
      isLost: false,
    }
    return engine
  }

  function receive(engine: Running, message: SdkMessage) {
    if (running !== engine) return
    if (isLostSession(message)) {
      engine.isLost = true
      return
    }
    const init = v.safeParse(initMessage, message)
    if (init.success) {
      session = init.output.session_id
      deps.report([...engine.extensions.problems, ...loadReport(init.output, engine.extensions)])
    }
    host.onMessage(message)
    if (shouldGiveUp(message)) interrupt()
  }

  function ended(engine: Running, error: Error | undefined, errorText: string) {
    if (running !== engine) return
    running = undefined
    if (error === undefined) return
    log.warn({ error: error.message, errorText }, 'The engine’s program ended')
    if (engine.isLost) session = undefined
    host.onEnd({ error, errorText, isLost: engine.isLost })
  }

  function interrupt() {
    running?.process
      .interrupt()
      .catch((error) => log.warn({ error: messageOf(error) }, 'An engine did not stop when it was asked to'))
  }

  return {
    isRunning: () => running !== undefined,
    ready,
    send: (content: unknown[]) => running?.process.send(content),
    interrupt,
    stop,
  }
}
