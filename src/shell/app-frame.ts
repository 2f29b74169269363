import { ticketAnswer } from '../protocol/api.ts'
import { type AppContext, type FromApp, fromApp, parseFrameMessage, type ToApp } from '../protocol/frames.ts'
import type { Api } from './api.ts'
import { element } from './element.ts'

export interface AppFrame {
  /** Loads the app, with a session of its own; resolves when the frame has loaded something, or was removed. Throws what the API throws. */
  load(): Promise<void>
  /** Whether the page in the frame has said hello: if not, it is broken or not ours. */
  readonly isAlive: boolean
  tell(context: AppContext): void
  remove(): void
}

interface AppFrameDeps {
  api: Api
  /** Where the frame goes. */
  parent: HTMLElement
  /** For each message of the app; those of any other window or origin are dropped. */
  onMessage: (message: FromApp) => void
}

/**
 * The app in its frame. It is code that nobody reviewed: it has an origin of its own and a sandbox without the right to
 * navigate this page or to open others. (A page of its backend's port would be handed the cookies of this one: they know no ports.)
 */
export function createAppFrame({ api, parent, onMessage }: AppFrameDeps): AppFrame {
  let frame: HTMLIFrameElement | undefined
  let origin = ''
  let isAlive = false
  let stopWaiting = () => {}

  addEventListener('message', (event) => {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return
    const message = parseFrameMessage(fromApp, event.data)
    if (message === undefined) return
    if (message.type === 'bloby:hello') isAlive = true
    onMessage(message)
  })

  function create(): HTMLIFrameElement {
    const made = element('iframe')
    made.title = 'Your app'
    made.allow = 'clipboard-write; fullscreen'
    made.sandbox.add('allow-scripts', 'allow-same-origin', 'allow-forms', 'allow-modals', 'allow-downloads')
    return made
  }

  return {
    get isAlive() {
      return isAlive
    },
    async load() {
      const { url } = await api('POST', '/api/portal/app-ticket', ticketAnswer)
      origin = new URL(url).origin
      isAlive = false
      // A new frame each time: to load one again would add to the history of the page.
      frame?.remove()
      const fresh = create()
      frame = fresh
      fresh.src = url
      const loaded = new Promise<void>((resolve) => {
        fresh.onload = () => resolve()
        stopWaiting = resolve
      })
      parent.append(fresh)
      await loaded
    },
    tell(context) {
      const message: ToApp = { type: 'bloby:context', context }
      frame?.contentWindow?.postMessage(message, origin)
    },
    remove() {
      frame?.remove()
      frame = undefined
      isAlive = false
      stopWaiting()
    },
  }
}
