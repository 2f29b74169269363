import type { Usage } from '../../protocol/chat.ts'
import type { Notice, PartUpdate, ToolCall } from '../../protocol/turn-parts.ts'
import type { AgentEvent } from '../agent.ts'
import { errorNotice, type ProviderFacts, processNotice, shouldGiveUp } from './errors.ts'
import { createPlan } from './events/plan.ts'
import { resultEnd, type TurnFacts } from './events/result-end.ts'
import { retryWords } from './events/retry-words.ts'
import { createSpokenText } from './events/spoken-text.ts'
import { createToolCalls } from './events/tool-calls.ts'
import { createToolWords, type OwnToolWords } from './events/tool-words.ts'
import { usageOf } from './events/turn-usage.ts'
import {
  type MessageOf,
  type ResultMessage,
  readSdkMessage,
  type SdkMessage,
  type SystemMessage,
} from './sdk-messages.ts'

export interface EventMapperDeps {
  /** Absolute. Paths inside it are shown relative to it. */
  workspaceDir: string
  /** Whom the engine asks now, for the words of errors. */
  provider: () => ProviderFacts
  emit: (event: AgentEvent) => void
  /** Milliseconds since 1970. */
  now: () => number
  /** How calls of Bloby's own tools are shown, by their full name `mcp__bloby__…`. */
  ownTool?: (name: string) => OwnToolWords | undefined
  /** Follows what a running command prints, until it is told to stop; see `live-output.ts`. */
  watchOutput?: (task: { sessionId: string; taskId: string }, onOutput: (text: string) => void) => () => void
}

type TurnEnd = Extract<AgentEvent, { type: 'turn-end' }>

/** One for each session, over all its processes. */
export interface EventMapper {
  /** Takes every message of the session's processes, in order. */
  receive(message: SdkMessage): void
  /**
   * A prompt is about to be sent, after the end of the one before. Exactly one `turn-end` will be emitted for it, also when it is sent
   * again to another process.
   */
  promptSent(): void
  /** The owner stops the running turn: to be called before the engine is interrupted. */
  interrupted(): void
  /**
   * The process ended, its stream threw, or it had to be ended: ends what runs, with words for the owner, or as stopped after
   * `interrupted`. Does nothing between turns.
   */
  fail(error: unknown, stderrTail: string): void
  isInTurn(): boolean
}

/**
 * Gives our events for the messages of the engine. A turn begins with a prompt, or by itself with the engine's first words after a
 * result (`turn-start`), and ends with the engine's result. Between turns nothing is emitted: how work in the background ended is told
 * at the beginning of the next.
 */
export function createEventMapper(deps: EventMapperDeps): EventMapper {
  const { emit, now } = deps
  /** A `turn-end` is owed for each. */
  const owed: { startedAt: number; isPrompted: boolean }[] = []
  const plan = createPlan((entries) => say({ type: 'plan', entries }))
  const tools = createToolCalls({
    say,
    words: createToolWords(deps.workspaceDir, deps.ownTool),
    onPlan: plan.apply,
    onNewRow: () => spoken.interrupt(),
  })
  const spoken = createSpokenText({ say, forgetTools: tools.forget })
  const watches = new Map<string, () => void>()
  let sessionId: string | undefined
  let status: 'working' | 'retrying' | 'compacting' = 'working'
  /** Ended between turns. */
  let endedInBackground: ToolCall[] = []
  let facts = noFacts()

  function say(update: PartUpdate) {
    if (owed.length > 0) emit(update)
  }
  function tell(code: string, text: string) {
    spoken.interrupt()
    say({ type: 'notice', notice: { level: 'info', code, text } })
  }
  function setStatus(next: typeof status, text?: string) {
    if (owed.length === 0 || (next === 'working' && status === 'working')) return
    status = next
    emit({ type: 'status', status, ...(text !== undefined && { text }) })
  }

  /** Whatever the engine says of its own accord belongs to a turn. */
  function beginUnlessRunning() {
    if (owed.length > 0) return
    owed.push({ startedAt: now(), isPrompted: false })
    emit({ type: 'turn-start' })
    beginTurn()
  }
  function beginTurn() {
    facts = noFacts()
    status = 'working'
    for (const tool of endedInBackground) say({ type: 'tool', tool })
    endedInBackground = []
  }
  function endTurns(count: number, outcome: TurnEnd['outcome'], error?: Notice, result?: ResultMessage) {
    for (const stop of watches.values()) stop()
    watches.clear()
    tools.endTurn()
    plan.endTurn()
    if (count > 0) spoken.reset()
    for (const [index, { startedAt }] of owed.splice(0, count).entries()) {
      const durationMs = now() - startedAt
      const usage = index === 0 && result !== undefined ? usageOf(result, durationMs) : noUsage(durationMs)
      emit({ type: 'turn-end', outcome, usage, ...(error && { error }) })
    }
    if (owed.length > 0) beginTurn()
  }

  function onStream({ event, abandoned_blocks, parent_tool_use_id }: MessageOf<'stream_event'>) {
    // Subagents tell what they do by their tool calls.
    if (parent_tool_use_id !== null) return
    if (event.type === 'message_start') {
      beginUnlessRunning()
      setStatus('working')
    }
    const block = event.content_block
    if (block?.type === 'tool_use' && block.id !== undefined) tools.streamStart(block.id, block.name ?? '')
    if (event.delta?.partial_json) tools.streamInput(event.delta.partial_json)
    spoken.stream(event, abandoned_blocks?.from_block_index)
  }

  function onAssistant(message: MessageOf<'assistant'>) {
    const { content, id } = message.message
    const parentId = message.parent_tool_use_id
    if (parentId === null) {
      beginUnlessRunning()
      if (message.error !== undefined) facts.errorKind = message.error
      if (message.is_api_error_message) return
      setStatus('working')
      spoken.whole(id, content)
    }
    for (const block of content) if (block.type === 'tool_use') tools.call(block, parentId)
  }

  function onUser(message: MessageOf<'user'>) {
    const { content } = message.message
    if (typeof content === 'string') return
    for (const block of content) {
      if (block.type !== 'tool_result' || block.tool_use_id === undefined) continue
      const id = block.tool_use_id
      watches.get(id)?.()
      watches.delete(id)
      const meta = message.tool_result_meta?.find((each) => each.id === id)
      const isStopped = facts.isInterrupted || meta?.non_execution_kind === 'user-rejected'
      tools.result({ block, own: message.tool_use_result, isStopped: isStopped && block.is_error === true })
    }
  }

  function onResult(result: ResultMessage) {
    // A prompt that came while the engine was busy by itself was taken into that turn, or still waits for its own.
    const isWaiting = result.queued_turn_count > 0 && !facts.isInterrupted
    const waiting = isWaiting ? owed.filter((turn) => turn.isPrompted).length : 0
    const { outcome, failure } = resultEnd(result, facts)
    const error = failure && errorNotice(failure, deps.provider(), now())
    endTurns(owed.length - waiting, outcome, error, result)
  }

  function onTaskStarted({ task_id: taskId, tool_use_id: id, task_type }: SystemMessage<'task_started'>) {
    if (task_type !== 'local_bash' || id === undefined || sessionId === undefined) return
    if (deps.watchOutput === undefined || owed.length === 0 || watches.has(id)) return
    watches.set(
      id,
      deps.watchOutput({ sessionId, taskId }, (text) => tools.progress(id, text)),
    )
  }

  function onTaskEnd({ tool_use_id: id, status: how, summary }: SystemMessage<'task_notification'>) {
    const tool = id === undefined ? undefined : tools.backgroundEnd(id, how, summary)
    if (tool === undefined) return
    if (owed.length > 0) say({ type: 'tool', tool })
    else endedInBackground.push(tool)
  }

  function onSystem(message: MessageOf<'system'>) {
    switch (message.subtype) {
      case 'init':
        if (sessionId !== message.session_id) emit({ type: 'session', id: message.session_id })
        sessionId = message.session_id
        return
      case 'status':
        if (message.status === 'compacting')
          setStatus('compacting', 'Making room: the earlier part of the conversation is summarised.')
        if (message.compact_result === 'failed')
          tell('compaction-failed', 'The earlier part of the conversation could not be summarised.')
        if (message.status === 'requesting') setStatus('working')
        return
      case 'compact_boundary':
        setStatus('working')
        return tell('compacted', compactedWords(message.compact_metadata))
      case 'api_retry':
        if (shouldGiveUp(message)) {
          facts.givenUp = { status: message.error_status, type: message.error, text: '' }
          return
        }
        return setStatus('retrying', retryWords(message, deps.provider()))
      case 'task_started':
        return onTaskStarted(message)
      case 'task_progress':
        if (message.tool_use_id) tools.step(message.tool_use_id, message.summary ?? message.description)
        return
      case 'task_notification':
        return onTaskEnd(message)
      case 'informational':
        if (message.level === 'warning' || message.level === 'notice') tell('engine-word', message.content)
        return
      case 'model_refusal_fallback':
        return tell('other-model', message.content)
      case 'model_refusal_no_fallback':
        facts.isRefused = true
    }
  }

  return {
    receive(message) {
      const read = readSdkMessage(message)
      switch (read?.type) {
        case 'stream_event':
          return onStream(read)
        case 'assistant':
          return onAssistant(read)
        case 'user':
          return onUser(read)
        case 'system':
          return onSystem(read)
        case 'result':
          return onResult(read)
        case 'rate_limit_event': {
          const { status: state, resetsAt } = read.rate_limit_info
          if (state === 'rejected' && resetsAt !== undefined) facts.retryAt = resetsAt * 1000
        }
      }
    },
    promptSent() {
      if (owed.some((turn) => turn.isPrompted)) return
      owed.push({ startedAt: now(), isPrompted: true })
      if (owed.length === 1) beginTurn()
    },
    interrupted() {
      facts.isInterrupted = true
    },
    fail(error, stderrTail) {
      if (owed.length === 0) return
      if (facts.isInterrupted) return endTurns(owed.length, 'stopped')
      const provider = deps.provider()
      const notice =
        facts.givenUp === undefined
          ? processNotice(error, stderrTail, provider, now())
          : errorNotice(facts.givenUp, provider, now())
      endTurns(owed.length, 'failed', notice)
    },
    isInTurn: () => owed.length > 0,
  }
}

function noFacts(): TurnFacts {
  return {
    isInterrupted: false,
    givenUp: undefined,
    errorKind: undefined,
    isRefused: false,
    retryAt: undefined,
  }
}

function noUsage(durationMs: number): Usage {
  return { inputTokens: 0, outputTokens: 0, durationMs }
}

function compactedWords({ pre_tokens, post_tokens }: SystemMessage<'compact_boundary'>['compact_metadata']) {
  const sizes =
    post_tokens === undefined ? '' : ` (${thousands(pre_tokens)} → ${thousands(post_tokens)} tokens)`
  return `The conversation was long, so its earlier part was summarised for the model${sizes}. Nothing is lost here.`
}

function thousands(tokens: number): string {
  return tokens < 1000 ? `${tokens}` : `${Math.round(tokens / 1000)}k`
}
