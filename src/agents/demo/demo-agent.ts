import { type Clock, systemClock } from '../../system/clock.ts'
import type { Agent, AgentSession, Prompt, SessionRequest } from '../agent.ts'
import { createEventQueue } from '../event-queue.ts'
import type { Change } from './hands.ts'
import { createPace } from './pace.ts'
import { runTurn } from './turn.ts'
import { createWorkspaceFolder } from './workspace-folder.ts'

export interface DemoAgentDeps {
  clock?: Clock
  /** From 0 to 1, as `Math.random`. */
  random?: () => number
  /** Between two chunks of text; without it 20 to 40 ms. */
  delayMs?: number
}

/**
 * The offline engine: it reads requests by fixed rules, streams like a model and really edits the workspace. It has no questions, so
 * `answer` does nothing. Prompts sent during a turn are taken one after the other.
 */
export function createDemoAgent(deps: DemoAgentDeps = {}): Agent {
  const { clock = systemClock, random = Math.random, delayMs } = deps
  return {
    name: 'demo',
    open: (request) => openSession(request),
  }

  function openSession({ workspaceDir }: SessionRequest): AgentSession {
    const events = createEventQueue()
    const folder = createWorkspaceFolder(workspaceDir)
    const prompts: Prompt[] = []
    let running: { abort: AbortController; done: Promise<void> } | undefined
    /** Of the turns before this one, and of this one; a turn that goes on is one with what it goes on with. */
    let earlierChanges: Change[] = []
    let changes: Change[] = []

    async function take(prompt: Prompt, signal: AbortSignal) {
      const startedAt = clock.now()
      if (!prompt.isContinuation) {
        if (changes.length > 0) earlierChanges = changes
        changes = []
      }
      events.push({ type: 'status', status: 'working' })
      const result = await runTurn({
        prompt,
        now: new Date(startedAt),
        folder,
        pace: createPace({ clock, random, delayMs, signal }),
        lastChanges: earlierChanges,
        emit: events.push,
        onChange: (change) => void changes.push(change),
      })
      const usage = { inputTokens: 0, outputTokens: 0, costUsd: 0, durationMs: clock.now() - startedAt }
      events.push({ type: 'turn-end', ...result, usage })
    }

    function takeNext() {
      const prompt = running ? undefined : prompts.shift()
      if (!prompt) return
      const abort = new AbortController()
      const done = take(prompt, abort.signal).finally(() => {
        running = undefined
        takeNext()
      })
      running = { abort, done }
    }

    async function interrupt() {
      running?.abort.abort()
      await running?.done
    }

    return {
      events,
      warm: () => {},
      send(prompt) {
        prompts.push(prompt)
        takeNext()
      },
      interrupt,
      answer: () => {},
      async close() {
        prompts.length = 0
        await interrupt()
        events.end()
      },
    }
  }
}
