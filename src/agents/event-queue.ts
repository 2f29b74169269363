import type { AgentEvent } from './agent.ts'

/** Events from the one who works to the one who reads, in order. `end` ends the reading once all are read. */
export function createEventQueue() {
  const events: AgentEvent[] = []
  let isEnded = false
  let wake = () => {}
  return {
    push(event: AgentEvent) {
      if (isEnded) return
      events.push(event)
      wake()
    },
    end() {
      isEnded = true
      wake()
    },
    async *[Symbol.asyncIterator](): AsyncGenerator<AgentEvent, void> {
      for (;;) {
        const event = events.shift()
        if (event) yield event
        else if (isEnded) return
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    },
  }
}
