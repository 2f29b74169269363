import type { SystemAnswer } from '../protocol/api.ts'
import { type FromApp, type FromChat, fromChat, parseFrameMessage } from '../protocol/frames.ts'
import type { WidgetControl } from '../protocol/widget-control.ts'
import { type Api, isSignedOut } from './api.ts'
import { addressOf, appContextOf, type Facts, stepAction } from './app-context.ts'
import { createAppFrame } from './app-frame.ts'
import { createAppNotes } from './app-notes.ts'
import { readFacts } from './facts.ts'
import type { Install } from './install.ts'
import { openLink } from './open-link.ts'
import type { Overlays } from './overlays.ts'
import { setTheme, storedTheme } from './theme.ts'
import { waitForApp } from './wait-for-app.ts'

interface ShellDeps {
  api: Api
  widget: WidgetControl
  overlays: Overlays
  appParent: HTMLElement
  install: Install
}

/** A session that is lost again and again is not mended by a new ticket: after this many in a minute the owner decides. */
const maxTicketsPerMinute = 3

/** The problems that the app itself has, by their ids. */
const brokenApp = ['client', 'vite', 'backend']

/** The top page for who is signed in: the app in its frame, the chat beside it, and what is said over both. */
export interface Shell {
  enter(): void
  /** The chat alone, which asks to claim or to log in; `hash` may hold the setup code. */
  leave(hash?: string): void
  /** The chat at this conversation, or as it is for an empty id, as soon as the owner is inside. */
  openConversation(id: string): void
}

export function createShell({ api, widget, overlays, appParent, install }: ShellDeps): Shell {
  let isInside = false
  let isWorking = false
  let facts: Facts | undefined
  let tickets: number[] = []
  let showing: Promise<void> | undefined
  /** What was asked for before the owner was inside. */
  let wanted: string | undefined

  const frame = createAppFrame({ api, parent: appParent, onMessage: listenToApp })
  const notes = createAppNotes({
    note: overlays.note,
    reload: () => void showApp(),
    askToFix: (text) => compose(text),
  })

  addEventListener('message', (event) => {
    if (event.source === null || event.source !== widget.chatWindow || event.origin !== location.origin)
      return
    const message = parseFrameMessage(fromChat, event.data)
    if (message !== undefined) listenToChat(message)
  })
  document.addEventListener('visibilitychange', () => {
    if (isInside && !document.hidden) void refresh()
  })

  function enter(): void {
    if (isInside) return
    isInside = true
    widget.show('panel')
    install.signedIn()
    if (wanted !== undefined) openConversation(wanted)
    void showApp()
  }

  function leave(hash?: string): void {
    isInside = false
    facts = undefined
    frame.remove()
    overlays.screen(null)
    overlays.note(null)
    widget.show('alone', hash)
  }

  /** One at a time: whoever asks meanwhile gets the same. */
  function showApp(): Promise<void> {
    showing ??= prepareAndLoad().finally(() => {
      showing = undefined
    })
    return showing
  }

  async function prepareAndLoad(): Promise<void> {
    try {
      await waitForApp({ api, isWanted: () => isInside, show: showPreparation })
      if (!isInside) return
      await frame.load()
      if (isInside) overlays.screen(null)
    } catch (error) {
      failed(error)
    }
    await refresh()
    // What broke before this page was there is told to nobody again.
    const problem = facts?.system.problems.find(({ id }) => brokenApp.includes(id))
    if (problem) notes.show({ type: 'bloby:build-error', title: problem.title })
  }

  function showPreparation(system: SystemAnswer | undefined): void {
    const problem = system?.problems[0]
    if (system === undefined)
      overlays.screen({ title: 'Bloby does not answer', detail: 'Trying again…', look: 'problem' })
    else if (problem && system.app.step === undefined)
      overlays.screen({
        title: problem.title,
        ...(problem.detail && { detail: problem.detail }),
        look: 'problem',
        actions: [{ label: 'Open the chat', isPrimary: true, run: () => widget.open() }],
      })
    else
      overlays.screen({
        title: 'Preparing your app',
        detail: system.app.step ?? 'Getting ready',
        look: 'busy',
      })
  }

  function failed(error: unknown): void {
    if (isSignedOut(error)) leave()
    else
      overlays.screen({
        title: 'The app could not be opened',
        detail: 'The chat still works.',
        look: 'problem',
        actions: [{ label: 'Try again', isPrimary: true, run: () => void showApp() }],
      })
  }

  /** Reads anew what the app is told, and tells it. */
  async function refresh(): Promise<void> {
    if (!isInside) return
    try {
      const read = await readFacts(api)
      facts = { ...read, isWorking, theme: storedTheme(), origin: location.origin }
      document.title = facts.system.app.name ?? 'Bloby'
      tell()
    } catch (error) {
      // Without a connection the old facts stay; the chat shows that there is none.
      if (isSignedOut(error)) leave()
    }
  }

  function tell(): void {
    if (!facts) return
    facts = { ...facts, isWorking, theme: storedTheme() }
    if (frame.isAlive) frame.tell(appContextOf(facts))
  }

  function openConversation(id: string): void {
    wanted = isInside ? undefined : id
    if (!isInside) return
    widget.open()
    if (id !== '') widget.post({ type: 'bloby:conversation', id })
  }

  function compose(text: string): void {
    widget.open()
    widget.post({ type: 'bloby:compose', text, isFromApp: false })
  }

  /** Over an open panel nobody can press anything in the app: what it asks for then is its own idea. */
  function suggest(text: string): void {
    if (widget.isOpen) return
    widget.open({ keepsFocus: true })
    widget.post({ type: 'bloby:compose', text, isFromApp: true })
  }

  function openSettings(): void {
    if (widget.isOpen) return
    widget.open({ keepsFocus: true })
    widget.post({ type: 'bloby:settings', place: 'provider' })
  }

  function open(url: string): void {
    const known = facts ? [new URL(addressOf(facts)).hostname] : []
    openLink(window, url, [location.hostname, ...known])
  }

  function renewSession(): void {
    const now = Date.now()
    tickets = [...tickets.filter((at) => now - at < 60_000), now]
    if (tickets.length <= maxTicketsPerMinute) void showApp()
    else
      overlays.screen({
        title: 'The app loses its session',
        detail: 'Check that this browser accepts cookies from this address.',
        look: 'problem',
        actions: [{ label: 'Try again', isPrimary: true, run: () => void showApp() }],
      })
  }

  function takeStep(id: string): void {
    const action = facts && stepAction(facts, id)
    if (!facts || !action) return
    if ('compose' in action) suggest(action.compose)
    else if (action.show === 'provider') openSettings()
    else void showPhoneDialog(addressOf(facts))
  }

  function listenToApp(message: FromApp): void {
    if (!isInside) return
    switch (message.type) {
      case 'bloby:hello':
        tell()
        void refresh()
        break
      case 'bloby:compose':
        suggest(message.text)
        break
      case 'bloby:open':
        open(message.url)
        break
      case 'bloby:step':
        takeStep(message.id)
        break
      case 'bloby:need-session':
        renewSession()
    }
  }

  function listenToChat(message: FromChat): void {
    switch (message.type) {
      case 'bloby:onboard-complete':
        enter()
        break
      case 'bloby:signed-out':
        leave()
        break
      case 'bloby:theme':
        setTheme(message.theme)
        tell()
        break
      case 'bloby:settings-changed':
        void refresh()
        break
      case 'bloby:activity': {
        const isOver = isWorking && !message.isWorking
        isWorking = message.isWorking
        install.badge(message.unread)
        tell()
        if (isOver) void refresh()
        break
      }
      case 'bloby:rebuilding':
      case 'bloby:rebuilt':
      case 'bloby:build-error':
      case 'bloby:hmr-update':
        if (!isInside) break
        // A page that never said hello was loaded broken, and no hot update reaches it.
        if (notes.show(message) === 'mended' && !frame.isAlive) void showApp()
        break
      case 'bloby:install-app':
        void install.offer(nameOfApp())
        break
      case 'bloby:show-ios-install':
        void install.showIosSteps(nameOfApp())
        break
      case 'bloby:ready':
      case 'bloby:close':
    }
  }

  function nameOfApp(): string {
    return facts?.system.app.name ?? 'Bloby'
  }

  return { enter, leave, openConversation }
}

async function showPhoneDialog(address: string): Promise<void> {
  const dialog = await import('./phone-dialog.ts')
  dialog.showPhoneDialog(document.body, address)
}
