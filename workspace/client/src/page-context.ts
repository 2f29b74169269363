import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { Bridge, ShellContext } from './bridge.ts'
import type { Live, Loaded } from './live.ts'

export const BridgeContext = createContext<Bridge | null>(null)
export const LiveContext = createContext<Live | null>(null)

/** The page's line to the shell: `compose(text)`, `step(id)`. */
export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext)
  if (!bridge) throw new Error('There is no BridgeContext around this.')
  return bridge
}

/** What the shell knows of the owner, the agent and the machine; null until it says so, or when there is no shell. */
export function useShell(): ShellContext | null {
  const bridge = useBridge()
  return useSyncExternalStore(bridge.subscribe, bridge.getContext)
}

/** For changes: `send('POST', '/notes', { text })`. */
export function useBackend(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('There is no LiveContext around this.')
  return live
}

/** The backend's answer to `GET path`, kept fresh. `useLive<{ notes: Note[] }>('/notes').data` */
export function useLive<T>(path: string): Loaded<T> {
  const live = useBackend()
  const [loaded, setLoaded] = useState(() => live.get(path))
  useEffect(() => {
    setLoaded(live.get(path))
    return live.watch(path, () => setLoaded(live.get(path)))
  }, [live, path])
  return loaded as Loaded<T>
}

/** Whether the backend is away. */
export function useIsDown(): boolean {
  const live = useBackend()
  return useSyncExternalStore(live.onDown, live.isDown)
}

/** The time in milliseconds, moving on every `everyMs`. */
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
