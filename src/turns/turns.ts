import type { DatabaseSync } from 'node:sqlite'
import type { Agent, AgentEvent, Prompt } from '../agents/agent.ts'
import type { Audit } from '../platform/store/audit.ts'
import type { Conversations } from '../platform/store/conversations.ts'
import type { EngineSessions } from '../platform/store/engine-sessions.ts'
import type { Messages } from '../platform/store/messages.ts'
import type { Settings } from '../platform/store/settings.ts'
import type { TurnEvents } from '../platform/store/turn-events.ts'
import type { Turn, Turns as TurnStore } from '../platform/store/turns.ts'
import type { ClientMessage, RunningTurn, ServerMessage } from '../protocol/chat.ts'
import type { Clock } from '../system/clock.ts'
import { AppError, messageOf, toAppError } from '../system/errors.ts'
import type { Log } from '../system/log.ts'
import type { Service } from '../system/service.ts'
import { createAgentSessions } from './agent-sessions.ts'
import { type Answerer, createAnswering } from './answering.ts'
import { createEarlierWords } from './earlier-words.ts'
import { createFinish } from './finish.ts'
import { createIntake, type IntakeDeps, queuedTurn } from './intake.ts'
import { createPost } from './post.ts'
import { createQueue, type Queue } from './queue.ts'
import { createRecord } from './record.ts'
import { recordedParts } from './recorded-parts.ts'
import { refusalOf, scheduled } from './refusal.ts'
import { createRun, noUsage, type Run } from './run.ts'

type Of<T extends ClientMessage['type']> = Omit<Extract<ClientMessage, { type: T }>, 'type'>

/** What devices ask of turns. All throw `AppError` when the owner asked for something that cannot be. */
export interface Turns extends Service {
  /** Puts a message on disk and in the queue. The same id again changes nothing and gives the same answer. */
  accept(message: Of<'user:message'>): { messageId: string; conversationId: string }
  stopTurn(conversationId: string): void
  /** Stops what runs in a conversation that is about to be deleted; what waits stays untouched for as long as it is. */
  stopConversation(conversationId: string): void
  /** Goes on with what waited in a conversation that was restored. */
  resumeConversation(conversationId: string): void
  /** What the owner does with messages that wait. */
  readonly queue: Queue
  /** Goes on with a turn that was cut off. A second time, from another device, it does nothing. */
  continueTurn(request: Of<'user:continue'>): void
  answer(request: Of<'user:answer'>, by?: Answerer): void
  /** A device looks at the conversation: its agent gets ready, so that it answers sooner. */
  opened(conversationId: string): void
  /** Says something outside of any turn: in the named conversation, else the active one, else a new one. */
  post(text: string, conversationId?: string): void
  /** What a device needs that saw nothing, or too little: the newest messages and the running turn. */
  snapshot(conversationId: string): Extract<ServerMessage, { type: 'chat:state' }>
  runningIn(conversationId: string): RunningTurn | null
}

export interface TurnsDeps {
  db: DatabaseSync
  conversations: Conversations
  messages: Messages
  turns: TurnStore
  events: TurnEvents
  engineSessions: EngineSessions
  settings: Settings
  files: IntakeDeps['files']
  branches: IntakeDeps['branches']
  audit: Pick<Audit, 'record'>
  /** By the provider that they serve. */
  agents: Record<string, Agent>
  workspace: string
  broadcast: (message: ServerMessage) => void
  clock: Clock
  log: Log
}

/** How long an agent has to end a turn by itself after it was asked to stop. */
const stopGraceMs = 2000
/**
 * The life of turns: a queue for each conversation on disk, one turn at a time in each, everything recorded. What a crash cut
 * off is marked interrupted at the next start, and what waited is run.
 */
export function createTurns(deps: TurnsDeps): Turns {
  const { db, conversations, messages, turns, events, settings, clock, log, broadcast } = deps
  const record = createRecord({ db, conversations, events, broadcast })
  const sessions = createAgentSessions({
    workspaceDir: deps.workspace,
    resumes: deps.engineSessions.find,
    onEvent: hear,
    onEnd: (conversationId, error) => runs.get(conversationId)?.fail(error),
    log,
  })
  const take = createIntake({ ...deps, record })
  const earlier = createEarlierWords(deps)
  const finish = createFinish({ record, conversations, messages, turns, events, clock })
  const runs = new Map<string, Run>()
  let isStopping = false

  function accept(message: Of<'user:message'>) {
    const known = messages.find(message.id)
    if (known !== undefined) return { messageId: known.id, conversationId: known.conversationId }
    const conversationId = take(message)
    announce(conversationId)
    pump(conversationId)
    return { messageId: message.id, conversationId }
  }
  function announce(conversationId: string) {
    const conversation = conversations.find(conversationId)
    if (conversation !== undefined) broadcast({ type: 'chat:conversation-changed', conversation })
  }

  /** Starts the next turn of a conversation when none runs, unless it is deleted. */
  function pump(conversationId: string) {
    if (isStopping || runs.has(conversationId) || conversations.find(conversationId) === undefined) return
    const turn = turns.nextQueued(conversationId)
    if (turn === undefined) return
    try {
      markInterrupted((other) => other.conversationId === conversationId)
      begin(turn)
    } catch (error) {
      reportUnrecorded(conversationId, error)
    }
  }

  function begin(turn: Turn) {
    const { conversationId } = turn
    const request = messages.find(turn.requestId)
    if (request === undefined) throw new Error(`The request of turn ${turn.id} is gone.`)
    const agent = currentAgent()
    const run = open(turn, agent)
    const refusal = refusalOf(deps, turn, agent)
    if (agent === undefined || refusal !== undefined) {
      run.end({ outcome: 'failed', usage: noUsage(0), ...(refusal && { error: refusal }) })
      return
    }
    const isScheduled = scheduled.includes(turn.origin)
    const prompt: Prompt = {
      text: request.content,
      files: request.parts.flatMap((part) => (part.type === 'file' ? [part.file] : [])),
      access: isScheduled ? 'workspace' : (settings.get('access') ?? 'workspace'),
      ...(isScheduled && { isScheduled }),
      ...(turn.continues !== undefined && { isContinuation: true }),
      ...earlier(request, agent.name),
    }
    sessions.open(conversationId, agent).send(prompt)
  }

  /** Puts a turn on record as running, and its end when it comes. */
  function open(turn: Turn, agent: Agent | undefined): Run {
    const { conversationId } = turn
    const now = clock.now()
    record.change(conversationId, (entry) => {
      turns.update(turn.id, { status: 'running', startedAt: now, ...(agent && { agent: agent.name }) })
      const request = messages.find(turn.requestId)
      if (request?.status === 'queued') {
        // What was said while it waited stands before it.
        const isLast = request.position === conversations.lastSeq(conversationId)
        entry.add((at) => {
          const position = isLast ? request.position : at.seq
          return {
            type: 'chat:sync',
            ...at,
            message: messages.update(request.id, { status: 'sent', position }),
          }
        })
      }
      entry.add((at) => {
        messages.insert({
          id: turn.messageId,
          conversationId,
          position: at.seq,
          role: 'assistant',
          content: '',
          parts: [],
          status: 'streaming',
          turnId: turn.id,
          createdAt: now,
        })
        return { type: 'bot:typing', ...at, turnId: turn.id, messageId: turn.messageId, at: now }
      })
    })
    const run = createRun({ record, conversations, turns, clock, log }, turn)
    runs.set(conversationId, run)
    void run.ended.then((end) => {
      runs.delete(conversationId)
      // What such an agent still says would be taken for the next turn's.
      if (!run.isAgentDone()) void sessions.close(conversationId)
      try {
        finish(turn, run.parts(), isStopping ? 'interrupted' : end.outcome, end)
        announce(conversationId)
      } catch (error) {
        reportUnrecorded(conversationId, error)
      }
      pump(conversationId)
    })
    return run
  }

  function currentAgent(): Agent | undefined {
    return deps.agents[settings.get('provider') ?? 'demo']
  }

  /** What the session of a conversation says: part of the turn that runs, or the beginning of one that nobody asked for. */
  function hear(conversationId: string, event: AgentEvent) {
    const agent = sessions.find(conversationId)?.agent
    if (event.type === 'session' && agent !== undefined)
      deps.engineSessions.set(conversationId, agent.name, event.id)
    const run = runs.get(conversationId)
    if (run !== undefined) return run.receive(event)
    if (event.type !== 'turn-start' || isStopping) return
    const latest = turns.latest(conversationId)
    if (latest === undefined) return
    const turn: Turn = { ...queuedTurn(deps, conversationId, latest.requestId), origin: 'background' }
    try {
      turns.insert(turn)
      open(turn, agent)
      announce(conversationId)
    } catch (error) {
      reportUnrecorded(conversationId, error)
    }
  }

  function opened(conversationId: string) {
    const agent = currentAgent()
    if (agent !== undefined && !isStopping) sessions.open(conversationId, agent).warm()
  }

  /** A turn that cannot be written down (a full disk) is said aloud; the next start marks it interrupted. */
  function reportUnrecorded(conversationId: string, error: unknown) {
    const { kind, message } = toAppError(error)
    log.error({ error: messageOf(error), conversationId }, 'A turn could not be recorded')
    broadcast({ type: 'bot:error', code: kind, message, conversationId })
  }

  function stopTurn(conversationId: string) {
    const run = runs.get(conversationId)
    if (run === undefined) return
    const session = sessions.find(conversationId)?.session
    const cancel = clock.after(stopGraceMs, () => {
      run.end({ outcome: 'stopped', usage: noUsage(clock.now() - run.startedAt) })
    })
    void run.ended.then(cancel)
    session?.interrupt().catch((error) => log.warn({ error: messageOf(error) }, 'An agent did not stop'))
  }

  function takeNext(conversationId: string) {
    if (runs.has(conversationId)) stopTurn(conversationId)
    else pump(conversationId)
  }

  function continueTurn({ conversationId, turnId }: Of<'user:continue'>) {
    const turn = turns.find(turnId)
    if (turn === undefined || turn.conversationId !== conversationId)
      throw new AppError('not-found', 'This turn does not exist.')
    if (turns.continuationOf(turnId) !== undefined) return
    if (turn.status !== 'interrupted' && turn.status !== 'stopped' && turn.status !== 'failed')
      throw new AppError('conflict', 'This turn was not cut off, so there is nothing to continue.')
    turns.insert({ ...queuedTurn(deps, conversationId, turn.requestId), continues: turnId })
    announce(conversationId)
    pump(conversationId)
  }

  function runningIn(conversationId: string): RunningTurn | null {
    const run = runs.get(conversationId)
    if (run === undefined) return null
    return { id: run.turn.id, messageId: run.turn.messageId, startedAt: run.startedAt, parts: run.parts() }
  }

  /** What a supervisor that died, or a disk that was full, left unfinished. */
  function markInterrupted(isMeant: (turn: Turn) => boolean) {
    for (const turn of turns.running()) {
      if (runs.has(turn.conversationId) || !isMeant(turn)) continue
      finish(turn, recordedParts(events.ofTurn(turn.id)), 'interrupted', { usage: noUsage(0) })
      announce(turn.conversationId)
      log.info({ turn: turn.id }, 'A turn that was cut off is marked interrupted')
    }
  }

  return {
    name: 'turns',
    async start() {
      markInterrupted(() => true)
      for (const conversationId of turns.waiting()) pump(conversationId)
    },
    async stop() {
      isStopping = true
      const cutOff = [...runs.values()]
      for (const run of cutOff) run.end({ outcome: 'stopped', usage: noUsage(clock.now() - run.startedAt) })
      await Promise.all(cutOff.map((run) => run.ended))
      await sessions.closeAll()
    },
    accept,
    stopTurn,
    stopConversation(conversationId) {
      stopTurn(conversationId)
      if (!runs.has(conversationId)) void sessions.close(conversationId)
    },
    resumeConversation: pump,
    queue: createQueue({ ...deps, record, announce, takeNext }),
    continueTurn,
    answer: createAnswering({
      runOf: (id) => runs.get(id),
      sessionOf: (id) => sessions.find(id)?.session,
      audit: deps.audit,
    }),
    opened,
    post: createPost({ ...deps, record, announce }),
    runningIn,
    snapshot(conversationId) {
      const turn = runningIn(conversationId)
      const page = messages.page({ conversationId })
      return {
        type: 'chat:state',
        conversationId,
        messages: page.messages.map((message) =>
          message.id === turn?.messageId ? { ...message, parts: turn.parts } : message,
        ),
        nextCursor: page.nextCursor,
        turn,
        seq: conversations.lastSeq(conversationId),
      }
    },
  }
}
