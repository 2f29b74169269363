/** Someone who may hold a running program. */
export interface PoolMember {
  /** Whether a turn runs in it, so that it cannot give its program up. */
  isBusy(): boolean
  /** Ends its program; the next turn starts another. */
  rest(): void
}

/**
 * At most so many programs run at once, since each takes some 200 MB: the one that was used least recently makes room, and when all
 * are at work the newcomer waits.
 */
export function createProcessPool(limit: number) {
  /** In the order of their last use. */
  const members = new Set<PoolMember>()
  const waiting = new Set<() => void>()

  function tryEnter(member: PoolMember): boolean {
    if (!members.has(member) && members.size >= limit) {
      const idle = [...members].find((other) => !other.isBusy())
      if (idle === undefined) return false
      members.delete(idle)
      idle.rest()
    }
    members.delete(member)
    members.add(member)
    return true
  }

  return {
    tryEnter,
    /** Resolves when the member may run a program. Rejects when the signal aborts before. `onWait` is told once if it has to wait. */
    async enter(member: PoolMember, signal: AbortSignal, onWait: () => void): Promise<void> {
      for (let isFirst = true; !tryEnter(member); isFirst = false) {
        if (isFirst) onWait()
        await new Promise<void>((resolve) => {
          const go = () => {
            waiting.delete(go)
            signal.removeEventListener('abort', go)
            resolve()
          }
          waiting.add(go)
          signal.addEventListener('abort', go, { once: true })
        })
        signal.throwIfAborted()
      }
    },
    /** Tells that a member's turn is over, so that one who waits may take its place. */
    settle(): void {
      for (const go of [...waiting]) go()
    },
    leave(member: PoolMember): void {
      members.delete(member)
      for (const go of [...waiting]) go()
    },
  }
}
export type ProcessPool = ReturnType<typeof createProcessPool>
