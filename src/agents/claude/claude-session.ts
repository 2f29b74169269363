import type { AccessMode } from '../../protocol/settings.ts'
import type { Notice } from '../../protocol/turn-parts.ts'
import { AppError, messageOf } from '../../system/errors.ts'
import type { AgentEvent, AgentSession, Prompt, SessionRequest } from '../agent.ts'
import { createEventQueue } from '../event-queue.ts'
import type { Extensions } from '../extensions/extensions.ts'
import type { TrustList } from '../extensions/trust.ts'
import type { ChangeNotes } from '../prompt/change-note.ts'
import type { ToolContext } from '../tools/tool.ts'
import { isLocal } from './claude-options.ts'
import { type ConversationEngineDeps, createConversationEngine } from './conversation-engine.ts'
import { processNotice } from './errors.ts'
import { createEventMapper, type EventMapperDeps } from './events.ts'
import { createOwnerQuestions } from './owner-questions.ts'
import type { PoolMember, ProcessPool } from './process-pool.ts'
import { promptContent } from './prompt-content.ts'
import { whatIsMissing } from './what-is-missing.ts'

export interface ClaudeSessionDeps extends ConversationEngineDeps {
  /** What the owner chose for turns of their own. */
  access: () => AccessMode
  pool: ProcessPool
  extensions: { read(): Promise<Extensions> }
  trust: TrustList
  changeNotes: ChangeNotes
  /** How calls of our own tools are shown, by their full name. */
  ownTool: NonNullable<EventMapperDeps['ownTool']>
  /** What a running command prints. */
  watchOutput: NonNullable<EventMapperDeps['watchOutput']>
}

interface RunningTurn {
  prompt: Prompt
  abort: AbortController
  /** How often it was begun: an attempt that another one has overtaken ends. */
  attempt: number
  /** Whether the engine has the prompt. */
  isSent: boolean
}

/** Ends a turn before the engine had it, with words for the owner. */
class CannotBegin extends Error {
  readonly notice: Notice
  constructor(notice: Notice) {
    super(notice.text)
    this.notice = notice
  }
}

const idleLimitMs = 10 * 60_000
const stallLimitMs = 120_000
/** Less than the turn's own record waits for an end, see `turns.ts`. */
const interruptGraceMs = 1500

/**
 * A conversation with the Claude engine. Its program is started when the conversation is opened or a prompt comes, stays for the next
 * turn, and goes when it is not needed.
 */
export function openClaudeSession(deps: ClaudeSessionDeps, request: SessionRequest): AgentSession {
  const { pool, clock, log } = deps
  const { conversationId, workspaceDir } = request
  const events = createEventQueue()
  const questions = createOwnerQuestions(emit)
  const mapper = createEventMapper({
    workspaceDir,
    emit,
    now: clock.now,
    provider: deps.provider,
    ownTool: deps.ownTool,
    watchOutput: deps.watchOutput,
  })
  const engine = createConversationEngine(deps, {
    workspaceDir,
    resumes: request.resumes,
    questions,
    isScheduled: () => turn?.prompt.isScheduled ?? false,
    toolContext,
    onMessage(message) {
      if (turn?.isSent) watchForStall()
      takeBack()
      mapper.receive(message)
    },
    onEnd({ error, errorText, isLost }) {
      pool.leave(member)
      if (isLost) beginAnew()
      else mapper.fail(error, errorText)
    },
  })
  const member: PoolMember = { isBusy: () => turn !== undefined || isUnprompted, rest }
  let turn: RunningTurn | undefined
  let isUnprompted = false
  let hasToldOfSandbox = false
  /** Whether the owner is still to be told that the session that it was to go on with is gone. */
  let hasLostSession = false
  let isClosed = false
  /** Whether words of ours stand below the turn. */
  let hasTold = false
  let cancelIdle = () => {}
  let cancelStall = () => {}

  function emit(event: AgentEvent) {
    if (event.type === 'turn-start') isUnprompted = true
    if (event.type === 'turn-end') endTurn()
    events.push(event)
  }

  function tell(text: string) {
    hasTold = true
    emit({ type: 'status', status: 'working', text })
  }
  function takeBack() {
    if (hasTold) emit({ type: 'status', status: 'working' })
    hasTold = false
  }

  function endTurn() {
    turn = undefined
    hasTold = false
    isUnprompted = false
    cancelStall()
    questions.giveUp()
    pool.settle()
    restLater()
    deps.changeNotes
      .mark(conversationId)
      .catch((error) => log.warn({ error: messageOf(error) }, 'The workspace could not be looked over'))
  }

  /** Of a turn that the engine never had. */
  function endUnsent(outcome: 'stopped' | 'failed', error?: Notice) {
    const usage = { inputTokens: 0, outputTokens: 0, durationMs: 0 }
    emit({ type: 'turn-end', outcome, usage, ...(error && { error }) })
  }

  function rest() {
    cancelIdle()
    pool.leave(member)
    void engine.stop()
  }
  function restLater() {
    cancelIdle()
    cancelIdle = clock.after(idleLimitMs, () => {
      if (!member.isBusy()) rest()
    })
  }

  /** Silence is told, and the owner decides: a model may think long, and a command may take its time. */
  function watchForStall() {
    cancelStall()
    cancelStall = clock.after(stallLimitMs, () => {
      if (turn === undefined || questions.isWaiting()) return
      tell(`Nothing has come for ${stallLimitMs / 60_000} minutes. You can wait, or stop it.`)
    })
  }

  function take(now: RunningTurn) {
    begin(now).catch((error) => {
      if (turn !== now) return
      if (now.abort.signal.aborted) return endUnsent('stopped')
      if (error instanceof CannotBegin) return endUnsent('failed', error.notice)
      log.warn({ error: messageOf(error) }, 'A turn could not begin')
      if (error instanceof AppError) return endUnsent('failed', noticeOf(error))
      endUnsent('failed', processNotice(error, '', deps.provider(), clock.now()))
    })
  }

  async function begin(now: RunningTurn): Promise<void> {
    const { prompt, abort } = now
    const attempt = ++now.attempt
    const provider = deps.provider()
    const missing = whatIsMissing(provider)
    if (missing !== undefined) throw new CannotBegin(missing)
    const onWait = () => tell('Waiting: three other conversations are at work.')
    await pool.enter(member, abort.signal, onWait)
    await install(abort.signal)
    takeBack()
    const [extensions, content, note] = await Promise.all([
      readExtensions(now),
      promptContent({
        text: prompt.isContinuation ? continuation(prompt.text) : prompt.text,
        files: prompt.files ?? [],
        workspaceDir,
        canReadDocuments: !isLocal(provider),
        canReadImages: true,
      }),
      deps.changeNotes.since(conversationId),
    ])
    abort.signal.throwIfAborted()
    await engine.ready(provider, prompt.access, extensions)
    if (prompt.access === 'workspace') tellOfSandbox(await deps.sandbox())
    abort.signal.throwIfAborted()
    if (now.attempt !== attempt) return
    if (!engine.isRunning()) throw new Error('The engine’s program ended.')
    tellOfLostSession()
    now.isSent = true
    mapper.promptSent()
    watchForStall()
    const notes = [prompt.earlier, note].flatMap((text) => (text === undefined ? [] : { type: 'text', text }))
    engine.send([...notes, ...content, { type: 'text', text: sentAt(new Date(clock.now())) }])
  }

  /** Downloads the engine when it is not there yet, and says how far it is. */
  async function install(signal: AbortSignal): Promise<void> {
    const stopTelling = deps.program.onState(({ status, share = 0 }) => {
      if (status !== 'installing') return
      tell(`Getting the engine, which is needed once: ${Math.floor(share * 100)} %`)
    })
    try {
      await Promise.race([deps.program.ensure(), rejectOn(signal)])
    } finally {
      stopTelling()
    }
  }

  /** What the workspace adds to the engine; the owner is asked about what would run outside the fence. */
  async function readExtensions(now: RunningTurn): Promise<Extensions> {
    const found = await deps.extensions.read()
    deps.report(found.problems)
    if (found.undecided.length === 0 || now.prompt.isScheduled) return found
    for (const item of found.undecided) {
      const { decision } = await questions.approve(item, now.abort.signal)
      deps.trust.decide(item, decision === 'deny' ? 'deny' : 'allow')
    }
    return await deps.extensions.read()
  }

  function tellOfSandbox(sandbox: string) {
    if (sandbox !== 'none' || hasToldOfSandbox) return
    hasToldOfSandbox = true
    const remedy = process.platform === 'linux' ? ' To change that, install bubblewrap and socat.' : ''
    const text = `This computer has no sandbox for commands, so each one needs your approval.${remedy}`
    emit({ type: 'notice', notice: { level: 'info', code: 'sandbox-missing', text } })
  }

  function beginAnew() {
    hasLostSession = true
    if (turn === undefined) return
    turn.isSent = false
    take(turn)
  }
  function tellOfLostSession() {
    if (!hasLostSession) return
    hasLostSession = false
    const text =
      'The engine no longer had its memory of this conversation, so it began a new one. It can look things up with recall.'
    emit({ type: 'notice', notice: { level: 'info', code: 'session-lost', text } })
  }

  function toolContext(): ToolContext {
    const signal = turn?.abort.signal ?? AbortSignal.abort()
    return {
      conversationId,
      signal,
      async ask(question) {
        if (turn?.prompt.isScheduled) throw new Error('Nobody is there to answer: the clock began this turn.')
        return await questions.ask(question, signal)
      },
    }
  }

  return {
    events,
    warm() {
      if (isClosed || member.isBusy() || engine.isRunning()) return
      const provider = deps.provider()
      if (deps.program.state().status !== 'ready' || whatIsMissing(provider) !== undefined) return
      if (provider.turnBudgetUsd !== undefined || !pool.tryEnter(member)) return
      restLater()
      deps.extensions
        .read()
        .then((found) => (isClosed ? undefined : engine.ready(provider, deps.access(), found)))
        .catch((error) => log.warn({ error: messageOf(error) }, 'An engine could not be started early'))
    },
    send(prompt) {
      cancelIdle()
      turn = { prompt, abort: new AbortController(), attempt: 0, isSent: false }
      take(turn)
    },
    async interrupt() {
      if (!member.isBusy()) return
      const now = turn
      now?.abort.abort()
      questions.giveUp()
      if (now !== undefined && !now.isSent) return endUnsent('stopped')
      mapper.interrupted()
      engine.interrupt()
      clock.after(interruptGraceMs, () => {
        if (turn !== now || !member.isBusy()) return
        rest()
        mapper.fail(new Error('It did not stop by itself.'), '')
      })
    },
    answer: questions.answer,
    async close() {
      isClosed = true
      turn?.abort.abort()
      turn = undefined
      cancelIdle()
      cancelStall()
      questions.giveUp()
      deps.changeNotes.forget(conversationId)
      pool.leave(member)
      events.end()
      await engine.stop()
    },
  }
}

function noticeOf({ message }: AppError): Notice {
  return { level: 'error', code: 'engine-failed', text: message, action: 'retry' }
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  )
}

function continuation(text: string): string {
  return `Your last turn was cut off before it was finished. See what is done already, then go on with it. It was asked for with:\n\n${text}`
}

/**
 * The last text of every prompt. It tells the time; and the engine looks for file mentions and slash commands in the last text alone, so
 * that what the owner pasted cannot make it read a file unasked.
 */
function sentAt(now: Date): string {
  return `<sent-at>${now.toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'short' })}</sent-at>`
}
