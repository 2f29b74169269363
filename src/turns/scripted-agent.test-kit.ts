import type { Agent, AgentEvent, Prompt } from '../agents/agent.ts'

/** An agent that says what the test tells it to, when the test tells it to. */
export function createScriptedAgent() {
  const prompts: { conversationId: string; prompt: Prompt }[] = []
  const answers: string[] = []
  const opened: { conversationId: string; resumes: string | undefined }[] = []
  const queues = new Map<string, ReturnType<typeof createQueue>>()
  const queueOf = (conversationId: string) => {
    const queue = queues.get(conversationId) ?? createQueue()
    queues.set(conversationId, queue)
    return queue
  }
  const agent: Agent = {
    name: 'scripted',
    open: ({ conversationId, resumes }) => {
      opened.push({ conversationId, resumes })
      queues.set(conversationId, createQueue())
      return {
        warm: () => {},
        send: (prompt) => void prompts.push({ conversationId, prompt }),
        interrupt: async () => {
          if (!scripted.isDeaf) queueOf(conversationId).push(end('stopped'))
        },
        answer: (id, text, reason) =>
          void answers.push(`${id}: ${text}${reason === undefined ? '' : ` (${reason})`}`),
        close: async () => {},
        events: queueOf(conversationId),
      }
    },
  }
  const scripted = {
    agent,
    /** Does not end a turn when it is asked to. */
    isDeaf: false,
    prompts,
    answers,
    /** The sessions that were opened. */
    opened,
    says: (conversationId: string, ...events: AgentEvent[]) => {
      for (const event of events) queueOf(conversationId).push(event)
    },
    /** The engine dies: its stream of events ends. */
    dies: (conversationId: string) => queueOf(conversationId).push(undefined),
  }
  return scripted
}

export function end(outcome: 'done' | 'stopped' | 'failed' = 'done'): AgentEvent {
  return { type: 'turn-end', outcome, usage: { inputTokens: 1, outputTokens: 2, durationMs: 3 } }
}

function createQueue() {
  const events: (AgentEvent | undefined)[] = []
  let wake = () => {}
  return {
    push(event: AgentEvent | undefined) {
      events.push(event)
      wake()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (events.length > 0) {
          const event = events.shift()
          if (event === undefined) return
          yield event
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
