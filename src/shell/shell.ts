import { type FromApp, type FromChat, fromChat, parseFrameMessage } from '../protocol/frames.ts'
import type { WidgetControl } from '../protocol/widget-control.ts'
import { type Api, isSignedOut } from './api.ts'
import { addressOf, appContextOf, type Facts, stepAction } from './app-context.ts'
import { createAppFrame } from './app-frame.ts'
import { type AppProblem, isOfPage } from './app-sight.ts'
import { createAppView } from './app-view.ts'
import { readFacts } from './facts.ts'
import type { Install } from './install.ts'
import { createMirroredAddress } from './mirrored-address.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { openLink } from './open-link.ts'
import { requestOf } from './overlay-words.ts'
import type { Overlays } from './overlays.ts'
import { createReachability } from './reachability.ts'
import { shellTexts } from './shell-texts.ts'
import { setTheme, storedTheme } from './theme.ts'

interface ShellDeps {
  api: Api
  widget: WidgetControl
  overlays: Overlays
  appFrame: HTMLIFrameElement
  install: Install
}

/** A session that is lost again and again is not mended by a new ticket: after this many in a minute the owner decides. */
const maxTicketsPerMinute = 3

/** The top page for who is signed in: the app in its frame, the chat beside it, and what is said over both. */
export interface Shell {
  enter(): void
  /** The chat alone, which asks to claim or to log in; `hash` may hold the setup code. */
  leave(hash?: string): void
  /** The chat at this conversation, or as it is for an empty id, as soon as the owner is inside. */
  openConversation(id: string): void
}

export function createShell({ api, widget, overlays, appFrame, install }: ShellDeps): Shell {
  let isInside = false
  let isWorking = false
  let wasLost = false
  let facts: Facts | undefined
  let tickets: number[] = []
  /** What was asked for before the owner was inside. */
  let wanted: string | undefined
  /** Reads anew what the app is told, and tells it. */
  const refresh = oneAtATime(readAndTell)

  const address = createMirroredAddress(window, (path) => frame.go(path))
  const frame = createAppFrame({
    api,
    frame: appFrame,
    onMessage: listenToApp,
    onLoad: () => void view.loaded(),
  })
  const reachability = createReachability({
    ask: isAnswering,
    isHidden: () => document.hidden,
    now: Date.now,
    onChange(reach) {
      widget.reachable(reach.isReachable)
      view.reach(reach)
      if (facts?.isAway === reach.isReachable) tell()
    },
  })
  const view = createAppView({
    api,
    frame,
    overlays,
    path: () => address.path,
    isWanted: () => isInside,
    refresh,
    askToFix,
    openChat: () => widget.open(),
    checkNow: reachability.checkNow,
    signedOut: leave,
  })

  addEventListener('message', (event) => {
    if (event.source === null || event.source !== widget.chatWindow || event.origin !== location.origin)
      return
    const message = parseFrameMessage(fromChat, event.data)
    if (message !== undefined) listenToChat(message)
  })
  document.addEventListener('visibilitychange', () => {
    if (!isInside || document.hidden) return
    void refresh()
    if (!reachability.reach.isReachable) reachability.checkNow()
  })
  addEventListener('online', reachability.checkNow)

  function enter(): void {
    if (isInside) return
    isInside = true
    reachability.start()
    widget.show('panel')
    install.signedIn()
    if (wanted !== undefined) openConversation(wanted)
    void view.show()
  }

  function leave(hash?: string): void {
    isInside = false
    facts = undefined
    reachability.stop()
    view.remove()
    widget.show('alone', hash)
  }

  async function readAndTell(): Promise<void> {
    if (!isInside) return
    try {
      const read = await readFacts(api)
      facts = { ...read, isWorking, isAway: false, theme: storedTheme(), origin: location.origin }
      document.title = facts.system.app.name
      widget.dress(facts.system.bubble ?? null)
      if (!reachability.reach.isReachable) reachability.answered()
      view.knows(facts.system)
      tell()
    } catch (error) {
      // Without a connection the old facts stay.
      if (isSignedOut(error)) leave()
    }
  }

  function tell(): void {
    if (!facts) return
    const isAway = !reachability.reach.isReachable
    facts = { ...facts, isWorking, isAway, theme: storedTheme() }
    if (frame.isAlive) frame.tell(appContextOf(facts))
  }

  function openConversation(id: string): void {
    wanted = isInside ? undefined : id
    if (!isInside) return
    widget.open()
    if (id !== '') widget.post({ type: 'bloby:conversation', id })
  }

  function askToFix(problem: AppProblem): void {
    widget.open()
    widget.post({ type: 'bloby:compose', text: requestOf(problem), isFromApp: isOfPage(problem) })
  }

  /** Nobody presses anything in an app that is covered, or while the chat has the focus: what it asks for then is its own idea. */
  function isAsked(): boolean {
    return !widget.isOpen || !(widget.isCovering || widget.hasFocus)
  }

  function suggest(text: string): void {
    if (!isAsked()) return
    widget.open({ keepsFocus: true })
    widget.post({ type: 'bloby:compose', text, isFromApp: true })
  }

  function openSettings(): void {
    if (!isAsked()) return
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
    if (tickets.length <= maxTicketsPerMinute) void view.show()
    else view.lostSession()
  }

  function takeStep(id: string): void {
    const action = facts && stepAction(facts, id)
    if (!facts || !action) return
    if ('compose' in action) suggest(action.compose)
    else if (action.show === 'provider') openSettings()
    else void showPhoneDialog(addressOf(facts), facts.system.startCommand ?? 'bloby start')
  }

  function listenToApp(message: FromApp): void {
    if (!isInside) return
    switch (message.type) {
      case 'bloby:hello':
        view.greeted()
        tell()
        void refresh()
        break
      case 'bloby:broken':
        view.broke(message)
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
      case 'bloby:location':
        address.show(message.path)
        break
      case 'bloby:need-session':
        renewSession()
    }
  }

  function listenToChat(message: FromChat): void {
    switch (message.type) {
      case 'bloby:onboard-complete':
        enter()
        if (message.opensChat) widget.open()
        break
      case 'bloby:signed-out':
        leave()
        break
      case 'bloby:theme':
        setTheme(message.theme)
        tell()
        break
      case 'bloby:settings-changed':
      case 'bloby:bubble-changed':
        void refresh()
        break
      case 'bloby:connection':
        if (!isInside) break
        reachability.chatSays(message.isConnected)
        // What was told while the socket was closed was told to nobody here.
        if (message.isConnected && wasLost) void refresh()
        wasLost = !message.isConnected
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
        if (isInside) view.built(message)
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
    return facts?.system.app.name ?? shellTexts.name
  }

  return { enter, leave, openConversation }
}

/** Asks for what is open to anyone and costs nothing. */
async function isAnswering(): Promise<boolean> {
  try {
    const response = await fetch('/api/health', { cache: 'no-store', signal: AbortSignal.timeout(8_000) })
    return response.ok
  } catch {
    return false
  }
}

async function showPhoneDialog(address: string, startCommand: string): Promise<void> {
  const dialog = await import('./phone-dialog.ts')
  dialog.showPhoneDialog(document.body, address, startCommand)
}
