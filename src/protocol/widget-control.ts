import type { ToChat } from './frames.ts'

/**
 * What the shell asks of `<bloby-widget>`, the element that widget.js defines: the bubble, the panel and the chat's frame in it.
 * The element is invisible until the first `show`.
 */
export interface WidgetControl {
  /** Whose messages are the chat's: to compare with `event.source`. Undefined before the first `show`. */
  readonly chatWindow: object | null | undefined
  /**
   * `alone`: the chat fills the page, without bubble and with no way to close it. `panel`: bubble and panel.
   * The first call loads the chat, with `hash` as the hash of its address; it is never loaded again.
   */
  show(mode: 'alone' | 'panel', hash?: string): void
  /** Whether the panel is open over a page that can be neither pressed nor typed into. Beside the panel of a wide screen it can. */
  readonly isCovering: boolean
  /** Whether what is typed now goes to the chat. */
  readonly hasFocus: boolean
  /** Whether the panel is open. */
  readonly isOpen: boolean
  /** What the owner gave the bubble to look like: `SystemAnswer.bubble`. */
  dress(look: { mediaType: string; version: string } | null): void
  /** Whether Bloby answers, which the chat may not be there to say. */
  reachable(isReachable: boolean): void
  /** Opens the panel; in mode `alone` it is open already. With `keepsFocus` what is typed next does not reach the chat. */
  open(options?: { keepsFocus: boolean }): void
  /** Sends to the chat, as soon as it is there. */
  post(message: ToChat): void
}
