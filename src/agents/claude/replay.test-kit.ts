import { readFileSync } from 'node:fs'
import { applyPartUpdate, type MessagePart, type ToolCall } from '../../protocol/turn-parts.ts'
import { type AgentEvent, isPartUpdate } from '../agent.ts'
import type { ProviderFacts } from './errors.ts'
import { createEventMapper, type EventMapperDeps } from './events.ts'
import type { SdkMessage } from './sdk-messages.ts'

export const anthropic: ProviderFacts = { kind: 'anthropic', model: '', auth: 'key' }
/** The workspace of the recordings. */
export const workspaceDir = '/home/owner/bloby/workspace'

export interface ReplayedTurn {
  isUnprompted: boolean
  parts: MessagePart[]
  /** Between the other events, in order. */
  statuses: string[]
  end: Extract<AgentEvent, { type: 'turn-end' }> | undefined
}

/**
 * What the engine's real program (2.1.329) said, driven by a scripted model: without what nobody reads, with other paths and ids, and
 * with some small pieces of text put together.
 */
export function recording(name: string): SdkMessage[] {
  return readFileSync(new URL(`recordings/${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): SdkMessage => JSON.parse(line))
}

/** A mapper whose events are put together into turns, as the record does it. The clock stands still until it is moved. */
export function createReplay(deps: Partial<EventMapperDeps> = {}) {
  const turns: ReplayedTurn[] = []
  const sessions: string[] = []
  const events: AgentEvent[] = []
  const clock = { now: 1_800_000_000_000 }
  const begin = (isUnprompted: boolean) =>
    turns.push({ isUnprompted, parts: [], statuses: [], end: undefined })

  function emit(event: AgentEvent) {
    events.push(event)
    if (event.type === 'session') return sessions.push(event.id)
    if (event.type === 'turn-start') return begin(true)
    const turn = turns.find((each) => each.end === undefined)
    if (turn === undefined) throw new Error(`A ${event.type} came outside of a turn.`)
    if (isPartUpdate(event)) turn.parts = applyPartUpdate(turn.parts, event)
    else if (event.type === 'turn-end') turn.end = event
    else turn.statuses.push(event.text === undefined ? event.status : `${event.status}: ${event.text}`)
  }

  const mapper = createEventMapper({
    workspaceDir,
    provider: () => anthropic,
    now: () => clock.now,
    emit,
    ...deps,
  })
  return {
    mapper,
    turns,
    sessions,
    events,
    clock,
    prompt() {
      begin(false)
      mapper.promptSent()
    },
  }
}

/** Plays a recording in which the owner sent so many prompts, each after the result of the one before. */
export function replay(name: string, prompts = 1, deps: Partial<EventMapperDeps> = {}) {
  const played = createReplay(deps)
  let left = prompts
  for (const message of recording(name)) {
    if (left > 0 && !played.mapper.isInTurn()) {
      left -= 1
      played.prompt()
    }
    played.mapper.receive(message)
  }
  return played
}

/** Short forms of parts: `text: …`, `execute done: ls`. */
export function outline(parts: readonly MessagePart[]): string[] {
  return parts.map((part) => {
    if (part.type === 'tool') return `${part.tool.kind} ${part.tool.status}: ${part.tool.title}`
    if (part.type === 'text' || part.type === 'thinking') return `${part.type}: ${part.text}`
    if (part.type === 'notice') return `notice ${part.notice.code}`
    return part.type
  })
}

export function toolsOf(parts: readonly MessagePart[]): ToolCall[] {
  return parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : []))
}
