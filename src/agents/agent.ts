import type { Usage } from '../protocol/chat.ts'
import type { Notice, PartUpdate } from '../protocol/turn-parts.ts'

/** What runs turns: an engine with its provider. An agent never throws at its reader; failure is an event. */
export interface Agent {
  readonly name: string
  open(request: SessionRequest): AgentSession
}

export interface SessionRequest {
  conversationId: string
  /** Absolute path: the only folder the agent may change. */
  workspaceDir: string
}

/** One conversation with an engine, over as many turns as are sent. */
export interface AgentSession {
  /** Begins a turn. Its events follow, and end with one `turn-end`. */
  send(prompt: Prompt): void
  /** Ends the running turn soon: what was said stays, and `turn-end` comes with `stopped`. */
  interrupt(): Promise<void>
  /** Answers a question or an approval by its id. */
  answer(id: string, answer: string): void
  close(): Promise<void>
  readonly events: AsyncIterable<AgentEvent>
}

export interface Prompt {
  text: string
  /** Goes on with a turn that was cut off, whose request was `text`. */
  isContinuation?: boolean
}

export type AgentEvent =
  | PartUpdate
  | { type: 'status'; status: 'working' | 'retrying' | 'compacting'; text?: string }
  | { type: 'turn-end'; outcome: 'done' | 'stopped' | 'failed'; usage: Usage; error?: Notice }
