/** What the shell around this page tells of the machine and the agent. */
export interface ShellContext {
  ownerName: string
  theme: 'light' | 'dark' | 'system'
  /** `isAway`: the machine does not answer now. */
  agent: { isWorking: boolean; isAway?: boolean; provider: string; changes: number }
  machine: {
    address: string
    startedAt: number
    devices: number
    disk: { freeBytes: number; totalBytes: number }
  }
  steps: { id: string; title: string; isDone: boolean; action?: string }[]
}

/**
 * The page's line to the shell. Without a shell the context stays null and the rest does nothing. In a shell the page may not open
 * windows, so links to other sites are opened by the shell; not those to this machine.
 */
export interface Bridge {
  readonly hasShell: boolean
  getContext: () => ShellContext | null
  subscribe: (listener: () => void) => () => void
  /** Opens the chat with this text in the composer; the owner sends it. */
  compose: (text: string) => void
  /** Does what the button of a setup step promises. */
  step: (id: string) => void
  /** Says that this page is no longer signed in; the shell loads it again. */
  needSession: () => void
}

export function createBridge(page: Window): Bridge {
  const shell = page.parent
  const hasShell = shell !== page
  const listeners = new Set<() => void>()
  let shellOrigin = originOfShell(page)
  let context: ShellContext | null = null

  if (hasShell) {
    page.addEventListener('message', (event) => {
      if (event.source !== shell || (shellOrigin && event.origin !== shellOrigin)) return
      if (event.data?.type !== 'bloby:context') return
      shellOrigin = event.origin
      context = event.data.context as ShellContext
      for (const listener of listeners) listener()
    })
    for (const type of ['click', 'auxclick'] as const) page.addEventListener(type, openByShell)
    post({ type: 'bloby:hello' })
    tellWhere()
    onMove(page, tellWhere)
  }

  return {
    hasShell,
    getContext: () => context,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    compose: (text) => post({ type: 'bloby:compose', text }),
    step: (id) => post({ type: 'bloby:step', id }),
    needSession: () => post({ type: 'bloby:need-session' }),
  }

  function openByShell(event: MouseEvent) {
    const link = event.target instanceof Element && event.target.closest<HTMLAnchorElement>('a[href^="http"]')
    // The right button is for the menu.
    if (!link || event.defaultPrevented || event.button > 1) return
    if (link.origin === page.location.origin) return
    event.preventDefault()
    post({ type: 'bloby:open', url: link.href })
  }

  /** The shell keeps it in its own address, so that links and reloads lead to this page. */
  function tellWhere() {
    const { pathname, search, hash } = page.location
    post({ type: 'bloby:location', path: pathname + search + hash })
  }

  function post(message: { type: string; [field: string]: string }) {
    // Nothing in these messages is secret, so an unknown origin may have them.
    if (hasShell) shell.postMessage(message, shellOrigin ?? '*')
  }
}

function originOfShell(page: Window): string | undefined {
  const ancestor = page.location.ancestorOrigins?.[0]
  return ancestor && ancestor !== 'null' ? ancestor : undefined
}

/** Calls `moved` whenever the page's address changes; of what scripts do there are no events where there is no `navigation`. */
function onMove(page: Window, moved: () => void) {
  const { navigation, history }: { navigation?: EventTarget; history: History } = page
  if (navigation) {
    navigation.addEventListener('currententrychange', moved)
    return
  }
  for (const type of ['popstate', 'hashchange']) page.addEventListener(type, moved)
  for (const name of ['pushState', 'replaceState'] as const) {
    const change = history[name]
    history[name] = (...entry) => {
      change.apply(history, entry)
      moved()
    }
  }
}
