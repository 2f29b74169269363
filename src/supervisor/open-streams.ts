import type { Sessions } from '../platform/accounts/sessions.ts'

interface Stream {
  destroy(): unknown
  once(event: 'close', listener: () => void): unknown
}

/** Answers and WebSockets that were let in with a session, and may go on for long: they end with it. */
export function createOpenStreams({ sessions }: { sessions: Pick<Sessions, 'onEnd'> }) {
  const bySession = new Map<string, Set<Stream>>()

  sessions.onEnd((ids) => {
    for (const id of ids) for (const stream of bySession.get(id) ?? []) stream.destroy()
  })

  return {
    /** Keeps it until it is closed. */
    add(sessionId: string, stream: Stream): void {
      const streams = bySession.get(sessionId) ?? new Set()
      bySession.set(sessionId, streams.add(stream))
      stream.once('close', () => {
        streams.delete(stream)
        if (streams.size === 0 && bySession.get(sessionId) === streams) bySession.delete(sessionId)
      })
    },
  }
}
