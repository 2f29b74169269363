import type { Usage } from '../protocol/chat.ts'
import type { AccessMode } from '../protocol/settings.ts'
import type { Notice, PartUpdate, SentFile } from '../protocol/turn-parts.ts'

/** What runs turns: an engine with its provider. An agent never throws at its reader; failure is an event. */
export interface Agent {
  readonly name: string
  open(request: SessionRequest): AgentSession
}

export interface SessionRequest {
  conversationId: string
  /** Absolute path: the only folder the agent may change. */
  workspaceDir: string
  /** The engine's own id of the session that the conversation had before, to go on with it. */
  resumes?: string
}

/** One conversation with an engine, over as many turns as are sent. */
export interface AgentSession {
  /** Gets ready to answer soon, because the owner has the conversation open. May be called at any time. */
  warm(): void
  /** Begins a turn. Its events follow, and end with one `turn-end`. */
  send(prompt: Prompt): void
  /** Ends the running turn soon: what was said stays, and `turn-end` comes with `stopped`. */
  interrupt(): Promise<void>
  /** Answers a question or an approval by its id. `reason`: why the owner denied it, in the owner's words. */
  answer(id: string, answer: string, reason?: string): void
  close(): Promise<void>
  readonly events: AsyncIterable<AgentEvent>
}

export interface Prompt {
  text: string
  /** What was said before in this conversation while the engine was not there, as a quote that says so itself. */
  earlier?: string
  /** Goes on with a turn that was cut off, whose request was `text`. */
  isContinuation?: boolean
  files?: readonly SentFile[]
  /** Scheduled turns never get more than `workspace`, and nobody is there to answer them. */
  access: AccessMode
  isScheduled?: boolean
}

export type AgentEvent =
  | PartUpdate
  /** The engine's id of this session, to be given back as `resumes` after a restart. */
  | { type: 'session'; id: string }
  /** The engine began a turn by itself, between two prompts: a task in the background is done, say. */
  | { type: 'turn-start' }
  | { type: 'status'; status: 'working' | 'retrying' | 'compacting'; text?: string }
  | { type: 'turn-end'; outcome: 'done' | 'stopped' | 'failed'; usage: Usage; error?: Notice }

/** Whether an event adds to the answer, and not only tells how things stand. */
export function isPartUpdate(event: AgentEvent): event is PartUpdate {
  return !['session', 'turn-start', 'status', 'turn-end'].includes(event.type)
}
