import { ticketAnswer } from '../protocol/api.ts'
import { type AppContext, type FromApp, fromApp, parseFrameMessage, type ToApp } from '../protocol/frames.ts'
import type { Api } from './api.ts'
import { shellTexts } from './shell-texts.ts'

export interface AppFrame {
  /**
   * Loads this page of the app, with a session of its own; resolves when the frame has loaded something, or was removed. Throws what the
   * API throws.
   */
  load(path: string): Promise<void>
  /** Lets the frame be seen; one whose page said hello is. */
  reveal(): void
  /** Takes the app that is there to another of its pages. */
  go(path: string): void
  readonly isThere: boolean
  /** Whether the page in the frame has said hello: if not, it is broken or not ours. */
  readonly isAlive: boolean
  tell(context: AppContext): void
  remove(): void
}

interface AppFrameDeps {
  api: Api
  frame: HTMLIFrameElement
  /** For each message of the app; those of any other window or origin are dropped. */
  onMessage: (message: FromApp) => void
  /** Each time that a page was loaded in the frame, which the app also does by itself. */
  onLoad: () => void
}

/** A hello and the news that its page is loaded come in any order, but close to each other. */
const sameLoadMs = 1_000

/**
 * The app in its frame. It is code that nobody reviewed: it has an origin of its own and a sandbox without the right to
 * navigate this page or to open others. (A page of its backend's port would be handed the cookies of this one: they know no ports.)
 *
 * The frame stands in the page's HTML, is named, and is only ever told to replace what it shows: browsers then find it again in the
 * entries that it made in the history, also after a reload, and loading the app adds none.
 */
export function createAppFrame({ api, frame, onMessage, onLoad }: AppFrameDeps): AppFrame {
  let isThere = false
  let origin = ''
  let isAlive = false
  let hasNewHello = false
  let loadedAt = Number.NEGATIVE_INFINITY
  let stopWaiting = () => {}

  frame.title = shellTexts.frame
  frame.sandbox.add('allow-scripts', 'allow-same-origin', 'allow-forms', 'allow-modals', 'allow-downloads')
  frame.addEventListener('load', () => {
    if (!isThere) return
    loadedAt = performance.now()
    isAlive = hasNewHello
    hasNewHello = false
    stopWaiting()
    onLoad()
  })
  addEventListener('message', (event) => {
    if (!isThere || event.source !== frame.contentWindow || event.origin !== origin) return
    const message = parseFrameMessage(fromApp, event.data)
    if (message === undefined) return
    if (message.type === 'bloby:hello') {
      isAlive = true
      hasNewHello = performance.now() - loadedAt > sameLoadMs
      reveal()
    }
    onMessage(message)
  })

  function show(address: string): void {
    frame.contentWindow?.location.replace(address)
  }

  function reveal(): void {
    frame.classList.remove('is-blank')
  }

  return {
    get isThere() {
      return isThere
    },
    get isAlive() {
      return isAlive
    },
    async load(path) {
      const { url } = await api('POST', '/api/portal/app-ticket', ticketAnswer)
      const address = new URL(url)
      origin = address.origin
      if (path !== '/') address.searchParams.set('to', path)
      isThere = true
      isAlive = hasNewHello = false
      loadedAt = Number.NEGATIVE_INFINITY
      // A page without a word of style is white, in the dark too, until it has loaded.
      frame.classList.add('is-blank')
      frame.hidden = false
      const loaded = new Promise<void>((resolve) => {
        stopWaiting = resolve
      })
      show(address.href)
      await loaded
    },
    reveal,
    go: (path) => show(origin + path),
    tell(context) {
      const message: ToApp = { type: 'bloby:context', context }
      frame.contentWindow?.postMessage(message, origin)
    },
    remove() {
      if (isThere) show('about:blank')
      frame.hidden = true
      isThere = isAlive = false
      stopWaiting()
    },
  }
}
