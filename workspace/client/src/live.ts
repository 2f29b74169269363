/** What the page knows of one path of the backend. `problem` is in words for the owner. */
export interface Loaded<T> {
  data: T | null
  problem: string | null
}

export interface Live {
  get: (path: string) => Loaded<unknown>
  /** Keeps a path fresh for as long as something listens to it. */
  watch: (path: string, listener: () => void) => () => void
  isDown: () => boolean
  onDown: (listener: () => void) => () => void
  /** Changes something and gives the answer; throws with words for the owner. What is on the page is then read again. */
  send: (method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<unknown>
  refresh: () => void
}

const freshMs = 10_000
const retryMs = 2_000
const nothing: Loaded<unknown> = { data: null, problem: null }

/**
 * The backend's data, kept fresh without a reload: read again every 10 s, after each change, and when the page comes back to
 * the front. While the backend is away what was read stays, and every 2 s it is asked again.
 */
export function createLive(deps: {
  fetch: (path: string, init?: RequestInit) => Promise<Response>
  onSignedOut: () => void
}): Live {
  const loaded = new Map<string, Loaded<unknown>>()
  const watchers = new Map<string, Set<() => void>>()
  const downListeners = new Set<() => void>()
  let isDown = false
  let timer: ReturnType<typeof setTimeout> | undefined

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') refresh()
  })

  return {
    get: (path) => loaded.get(path) ?? nothing,
    watch(path, listener) {
      const listeners = watchers.get(path) ?? new Set()
      listeners.add(listener)
      watchers.set(path, listeners)
      if (listeners.size === 1) void read(path).then(plan)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) watchers.delete(path)
      }
    },
    isDown: () => isDown,
    onDown(listener) {
      downListeners.add(listener)
      return () => downListeners.delete(listener)
    },
    async send(method, path, body) {
      const answer = await ask(path, {
        method,
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      })
      refresh()
      if (answer.kind === 'ok') return answer.data
      throw new Error(answer.problem)
    },
    refresh,
  }

  function refresh() {
    void Promise.all([...watchers.keys()].map(read)).then(plan)
  }

  function plan() {
    clearTimeout(timer)
    const isHidden = document.visibilityState === 'hidden'
    timer = setTimeout(refresh, isDown ? retryMs : isHidden ? freshMs * 6 : freshMs)
  }

  async function read(path: string) {
    const answer = await ask(path)
    const before = loaded.get(path) ?? nothing
    const after =
      answer.kind === 'ok'
        ? { data: answer.data, problem: null }
        : { data: before.data, problem: answer.kind === 'refused' ? answer.problem : null }
    if (before.problem === after.problem && JSON.stringify(before.data) === JSON.stringify(after.data)) return
    loaded.set(path, after)
    for (const listener of watchers.get(path) ?? []) listener()
  }

  async function ask(path: string, init?: RequestInit): Promise<Answer> {
    const answer = await deps
      .fetch(`/app/api${path}`, init)
      .then(readAnswer)
      .catch((): Answer => ({ kind: 'down', problem: 'The app’s backend is not answering.' }))
    if (answer.kind === 'signed-out') deps.onSignedOut()
    const wasDown = isDown
    isDown = answer.kind === 'down'
    if (isDown !== wasDown) for (const listener of downListeners) listener()
    return answer
  }
}

type Answer = { kind: 'ok'; data: unknown } | { kind: 'refused' | 'down' | 'signed-out'; problem: string }

async function readAnswer(response: Response): Promise<Answer> {
  if (response.status === 204) return { kind: 'ok', data: null }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const data: unknown = isJson ? await response.json() : null
  if (response.ok && isJson) return { kind: 'ok', data }
  if (response.status === 401) return { kind: 'signed-out', problem: 'This page is no longer signed in.' }
  // A gateway status, or a page where JSON belongs, comes from what is in front of the backend.
  if (response.status >= 502 || !isJson)
    return { kind: 'down', problem: 'The app’s backend is not answering.' }
  return { kind: 'refused', problem: problemIn(data) ?? `The backend answered ${response.status}.` }
}

function problemIn(data: unknown): string | undefined {
  const message = (data as { error?: { message?: unknown } } | null)?.error?.message
  return typeof message === 'string' ? message : undefined
}
