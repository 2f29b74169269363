/** Whether Bloby answers. Times are ms since 1970. */
export interface Reach {
  isReachable: boolean
  /** When it answered last; undefined when it never did. */
  seenAt: number | undefined
  /** When it is asked next; undefined while it is asked, and while there is no need to. */
  checkAt: number | undefined
}

export interface Reachability {
  readonly reach: Reach
  /** The chat's socket knows first; when it is closed, that may be its own trouble. */
  chatSays(isConnected: boolean): void
  /** Something else had an answer of Bloby just now. */
  answered(): void
  checkNow(): void
  start(): void
  stop(): void
}

interface ReachabilityDeps {
  /** Asks Bloby whether it is there; never rejects. */
  ask: () => Promise<boolean>
  isHidden: () => boolean
  now: () => number
  /** On each change, and each second while Bloby does not answer. */
  onChange: (reach: Reach) => void
}

/** While the chat's socket is not there to tell, or this many times in a row got no answer: how long to the next try. */
const idleMs = 15_000
const retryMs = [2_000, 4_000, 8_000, 15_000]
/** One answer missing is a restart. */
const minFailures = 2

/**
 * Knows whether Bloby answers, with as few questions as can be: none while the chat's socket is open, none while nobody looks. The shell
 * must not depend on the chat, which may not have loaded.
 */
export function createReachability({ ask, isHidden, now, onChange }: ReachabilityDeps): Reachability {
  let isConnected = false
  let failures = 0
  let isAsking = false
  let timer: ReturnType<typeof setInterval> | undefined
  let reach: Reach = { isReachable: true, seenAt: undefined, checkAt: undefined }

  function change(next: Partial<Reach>): void {
    reach = { ...reach, ...next }
    onChange(reach)
  }

  function heard(): void {
    failures = 0
    const checkAt = isConnected ? undefined : now() + idleMs
    change({ isReachable: true, seenAt: now(), checkAt })
  }

  function missed(): void {
    failures++
    const delayMs = retryMs[Math.min(failures, retryMs.length) - 1] ?? idleMs
    change({ isReachable: failures < minFailures && reach.isReachable, checkAt: now() + delayMs })
  }

  async function check(): Promise<void> {
    if (isAsking) return
    isAsking = true
    change({ checkAt: undefined })
    const isAnswered = await ask()
    isAsking = false
    if (timer === undefined) return
    if (isAnswered) heard()
    else if (!isConnected) missed()
  }

  function tick(): void {
    if (isHidden()) return
    if (reach.checkAt !== undefined && now() >= reach.checkAt) void check()
    else if (!reach.isReachable) onChange(reach)
  }

  return {
    get reach() {
      return reach
    },
    chatSays(now) {
      const wasConnected = isConnected
      isConnected = now
      if (isConnected) heard()
      else if (wasConnected || reach.checkAt === undefined) void check()
    },
    answered: heard,
    checkNow: () => void check(),
    start() {
      timer ??= setInterval(tick, 1000)
      if (reach.checkAt === undefined && !isConnected) change({ checkAt: now() + idleMs })
    },
    stop() {
      clearInterval(timer)
      timer = undefined
      isConnected = false
      failures = 0
      reach = { isReachable: true, seenAt: undefined, checkAt: undefined }
    },
  }
}
