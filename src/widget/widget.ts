import type { FromChat, ToChat } from '../protocol/frames.ts'
import type { WidgetControl } from '../protocol/widget-control.ts'
import { createBubbleLook, type Look } from './bubble-look.ts'
import { type ChatFrame, createChatFrame } from './chat-frame.ts'
import { watchViewport } from './watch-viewport.ts'
import css from './widget.css?inline'
import { widgetTexts as texts } from './widget-texts.ts'

type Activity = Omit<Extract<FromChat, { type: 'bloby:activity' }>, 'type'>

/** Whether the panel was open, for the next load of the page. */
const openKey = 'bloby_widget_open'
const phone = matchMedia('(max-width: 640px)')

/** The bubble and the panel with the chat in it. A custom element, so that the page's styles and the widget's stay apart. */
class BlobyWidget extends HTMLElement implements WidgetControl {
  #chat: ChatFrame | undefined
  #isAlone = false
  #isKeyboardOpen = false
  #isReachable = true
  #isConnected = true
  #activity: Activity = { isWorking: false, needsOwner: false, unread: 0 }
  readonly #bubble = document.createElement('button')
  readonly #dot = document.createElement('span')
  readonly #panel = document.createElement('dialog')
  readonly #safeArea = document.createElement('div')
  readonly dress: (look: Look | null) => void

  constructor() {
    super()
    const style = new CSSStyleSheet()
    style.replaceSync(css)
    const shadow = this.attachShadow({ mode: 'open' })
    shadow.adoptedStyleSheets = [style]
    this.#dot.className = 'dot'
    this.#safeArea.className = 'safe-area'
    this.#panel.ariaLabel = texts.chat
    this.#panel.tabIndex = -1
    this.#bubble.type = 'button'
    this.#bubble.hidden = true
    this.#bubble.ariaHasPopup = 'dialog'
    this.#bubble.append(this.#dot)
    this.dress = createBubbleLook((picture) => {
      this.#bubble.classList.toggle('dressed', picture !== null)
      this.#bubble.replaceChildren(...(picture ? [picture] : []), this.#dot)
    })
    this.#showState()
    this.#tellPanel(false)
    shadow.append(this.#bubble, this.#panel, this.#safeArea)
  }

  get chatWindow(): Window | null | undefined {
    return this.#chat?.element.contentWindow
  }

  get isOpen(): boolean {
    return this.#panel.open
  }

  get isCovering(): boolean {
    return this.#panel.open && (this.#isAlone || phone.matches)
  }

  get hasFocus(): boolean {
    return this.#chat?.element.contentDocument?.hasFocus() ?? false
  }

  connectedCallback(): void {
    this.#bubble.addEventListener('click', () => (this.isOpen ? this.#close() : this.open()))
    // A click on the dialog itself, and not in the frame that fills it, is one on its backdrop.
    this.#panel.addEventListener('click', () => this.isCovering && this.#close())
    this.#panel.addEventListener('close', () => this.#afterClose())
    // Over the page Escape is heard by the dialog itself, beside it by the page.
    addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('dialog[open]'))
        this.#close()
    })
    addEventListener('popstate', () => this.#followHistory())
    phone.addEventListener('change', () => this.#present())
    watchViewport(({ top, height, isKeyboardOpen }) => {
      this.style.setProperty('--visible-top', `${top}px`)
      this.style.setProperty('--visible-height', `${height}px`)
      this.#isKeyboardOpen = isKeyboardOpen
      this.#tellInsets()
    })
  }

  show(mode: 'alone' | 'panel', hash = ''): void {
    const isFirst = this.#chat === undefined
    if (this.#chat === undefined) {
      this.#chat = createChatFrame(hash, (message) => this.#listen(message))
      this.#panel.append(this.#chat.element)
    }
    const wasAlone = this.#isAlone
    this.#isAlone = mode === 'alone'
    this.#bubble.hidden = this.#isAlone
    if (this.#isAlone !== wasAlone && this.isOpen) this.#panel.close()
    this.#panel.classList.toggle('alone', this.#isAlone)
    if (this.#isAlone) this.#panel.show()
    else if ((isFirst || wasAlone) && localStorage.getItem(openKey) === 'true') this.open()
    this.#tellPanel(this.isOpen)
    this.#tellInsets()
  }

  open({ keepsFocus } = { keepsFocus: false }): void {
    if (this.isOpen) return
    this.#openPanel()
    this.#remember(true, keepsFocus)
    this.#tellInsets()
    // Over the page the focus cannot stay where it was; beside it, it does.
    if (!keepsFocus) this.#chat?.element.focus()
    else if (this.isCovering) this.#panel.focus()
  }

  reachable(isReachable: boolean): void {
    this.#isReachable = isReachable
    this.#showState()
  }

  post(message: ToChat): void {
    this.#chat?.post(message)
  }

  #listen(message: FromChat): void {
    if (message.type === 'bloby:activity') this.#activity = message
    else if (message.type === 'bloby:connection') this.#isConnected = message.isConnected
    else if (message.type === 'bloby:close') this.#close()
    this.#showState()
  }

  /** Over the whole of a phone, where it is an entry of the history too; beside the app where there is room for both. */
  #openPanel(): void {
    if (phone.matches) this.#panel.showModal()
    // Its method would take the focus from who types in the app.
    else this.#panel.open = true
    if (phone.matches && !isPanelEntry()) history.pushState({ blobyPanel: true }, '')
  }

  /** The window became that of a phone, or was one: the panel stays open, in the other way. */
  #present(): void {
    if (this.isOpen && !this.#isAlone) {
      this.#panel.close()
      this.#openPanel()
    }
    this.#tellInsets()
  }

  #close(): void {
    if (this.#isAlone || !this.isOpen) return
    const { hasFocus } = this
    this.#panel.close()
    if (hasFocus) this.#bubble.focus()
  }

  #afterClose(): void {
    if (this.#isAlone || this.isOpen || !this.hasAttribute('open')) return
    this.#remember(false)
    if (isPanelEntry()) history.back()
  }

  /** On a phone the open panel is an entry of the history, so that the back button and the edge swipe close it. */
  #followHistory(): void {
    if (this.#isAlone || !phone.matches) return
    if (isPanelEntry()) this.open()
    else this.#close()
  }

  #remember(isOpen: boolean, keepsFocus = false): void {
    localStorage.setItem(openKey, String(isOpen))
    this.#tellPanel(isOpen, keepsFocus)
  }

  #tellPanel(isOpen: boolean, keepsFocus = false): void {
    this.#bubble.ariaExpanded = String(isOpen)
    this.#bubble.tabIndex = isOpen ? -1 : 0
    this.toggleAttribute('open', isOpen)
    this.post({ type: 'bloby:panel', isOpen, ...(keepsFocus && { keepsFocus }) })
  }

  /** The chat cannot see the notch from inside its frame. A floating panel is clear of it already. */
  #tellInsets(): void {
    const { paddingTop, paddingBottom } = getComputedStyle(this.#safeArea)
    const isFullScreen = this.#isAlone || phone.matches
    this.post({
      type: 'bloby:insets',
      top: isFullScreen ? Number.parseFloat(paddingTop) : 0,
      bottom: isFullScreen && !this.#isKeyboardOpen ? Number.parseFloat(paddingBottom) : 0,
    })
  }

  #showState(): void {
    const { isWorking, needsOwner, unread } = this.#activity
    // The chat says nothing while it is still connecting; what it then knows of the agent may be old.
    const isAway = !(this.#isReachable && this.#isConnected)
    const state = isAway ? 'away' : needsOwner ? 'needsOwner' : isWorking ? 'working' : 'ready'
    this.#bubble.dataset.state = state
    this.#dot.textContent = unread === 0 ? '' : unread > 99 ? '99+' : String(unread)
    this.#bubble.ariaLabel = texts.bubble(texts[state], unread)
  }
}

function isPanelEntry(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'blobyPanel' in state
}

customElements.define('bloby-widget', BlobyWidget)
