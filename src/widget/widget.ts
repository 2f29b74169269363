import type { FromChat, ToChat } from '../protocol/frames.ts'
import type { WidgetControl } from '../protocol/widget-control.ts'
import { type ChatFrame, createChatFrame } from './chat-frame.ts'
import { watchViewport } from './watch-viewport.ts'
import css from './widget.css?inline'

type Activity = Extract<FromChat, { type: 'bloby:activity' }>

/** Whether the panel was open, for the next load of the page. */
const openKey = 'bloby_widget_open'
const phone = matchMedia('(max-width: 640px)')

/** The bubble and the panel with the chat in it. A custom element, so that the page's styles and the widget's stay apart. */
class BlobyWidget extends HTMLElement implements WidgetControl {
  #chat: ChatFrame | undefined
  #isAlone = false
  readonly #bubble = document.createElement('button')
  readonly #dot = document.createElement('span')
  readonly #panel = document.createElement('dialog')
  readonly #safeArea = document.createElement('div')

  constructor() {
    super()
    const style = new CSSStyleSheet()
    style.replaceSync(css)
    const shadow = this.attachShadow({ mode: 'open' })
    shadow.adoptedStyleSheets = [style]
    this.#dot.className = 'dot'
    this.#safeArea.className = 'safe-area'
    this.#panel.ariaLabel = 'Chat'
    this.#panel.tabIndex = -1
    this.#bubble.type = 'button'
    this.#bubble.hidden = true
    this.#bubble.ariaHasPopup = 'dialog'
    this.#bubble.append(this.#dot)
    this.#showActivity({ type: 'bloby:activity', isWorking: false, needsOwner: false, unread: 0 })
    this.#tellState(false)
    shadow.append(this.#bubble, this.#panel, this.#safeArea)
  }

  get chatWindow(): Window | null | undefined {
    return this.#chat?.element.contentWindow
  }

  get isOpen(): boolean {
    return this.#panel.open
  }

  connectedCallback(): void {
    this.#bubble.addEventListener('click', () => this.open())
    // A click on the dialog itself, and not in the frame that fills it, is one on its backdrop.
    this.#panel.addEventListener('click', () => this.#panel.close())
    this.#panel.addEventListener('close', () => this.#afterClose())
    addEventListener('popstate', () => this.#followHistory())
    watchViewport((area) => {
      this.style.setProperty('--visible-top', `${area.top}px`)
      this.style.setProperty('--visible-height', `${area.height}px`)
      this.#tellInsets(area.isKeyboardOpen)
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
    if (this.#isAlone !== wasAlone && this.#panel.open) this.#panel.close()
    this.#panel.classList.toggle('alone', this.#isAlone)
    if (this.#isAlone) this.#panel.show()
    else if (isFirst && localStorage.getItem(openKey) === 'true') this.open()
    this.#tellState(this.#panel.open)
    this.#tellInsets(false)
  }

  open({ keepsFocus } = { keepsFocus: false }): void {
    if (this.#panel.open) return
    this.#panel.showModal()
    this.#remember(true, keepsFocus)
    if (phone.matches && !isPanelEntry()) history.pushState({ blobyPanel: true }, '')
    this.#tellInsets(false)
    const focused = keepsFocus ? this.#panel : this.#chat?.element
    focused?.focus()
  }

  post(message: ToChat): void {
    this.#chat?.post(message)
  }

  #listen(message: FromChat): void {
    if (message.type === 'bloby:activity') this.#showActivity(message)
    else if (message.type === 'bloby:close' && !this.#isAlone) this.#panel.close()
  }

  #afterClose(): void {
    if (this.#isAlone) return
    this.#remember(false)
    if (isPanelEntry()) history.back()
  }

  /** On a phone the open panel is an entry of the history, so that the back button and the edge swipe close it. */
  #followHistory(): void {
    if (this.#isAlone) return
    if (isPanelEntry()) this.open()
    else if (phone.matches) this.#panel.close()
  }

  #remember(isOpen: boolean, keepsFocus = false): void {
    localStorage.setItem(openKey, String(isOpen))
    this.#tellState(isOpen, keepsFocus)
  }

  #tellState(isOpen: boolean, keepsFocus = false): void {
    this.#bubble.ariaExpanded = String(isOpen)
    this.toggleAttribute('open', isOpen)
    this.post({ type: 'bloby:panel', isOpen, ...(keepsFocus && { keepsFocus }) })
  }

  /** The chat cannot see the notch from inside its frame. A floating panel is clear of it already. */
  #tellInsets(isKeyboardOpen: boolean): void {
    const { paddingTop, paddingBottom } = getComputedStyle(this.#safeArea)
    const isFullScreen = this.#isAlone || phone.matches
    this.post({
      type: 'bloby:insets',
      top: isFullScreen ? Number.parseFloat(paddingTop) : 0,
      bottom: isFullScreen && !isKeyboardOpen ? Number.parseFloat(paddingBottom) : 0,
    })
  }

  #showActivity({ isWorking, needsOwner, unread }: Activity): void {
    this.#bubble.classList.toggle('working', isWorking && !needsOwner)
    this.#bubble.classList.toggle('needs-owner', needsOwner)
    this.#dot.textContent = unread === 0 ? '' : unread > 99 ? '99+' : String(unread)
    const state = needsOwner ? 'waiting for you' : isWorking ? 'working' : 'ready'
    this.#bubble.ariaLabel = `Open the chat: ${state}${unread > 0 ? `, ${unread} unread` : ''}`
  }
}

function isPanelEntry(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'blobyPanel' in state
}

customElements.define('bloby-widget', BlobyWidget)
