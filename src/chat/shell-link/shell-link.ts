import { type FromChat, parseFrameMessage, type ToChat, toChat } from '../../protocol/frames.ts'

export interface ShellLink {
  /** Whether the page lives in the shell's frame. */
  readonly isFramed: boolean
  post(message: FromChat): void
}

/** The line to the shell that holds this page in a frame. Alone, nothing is posted and nothing comes. */
export function createShellLink(page: Window, onMessage: (message: ToChat) => void): ShellLink {
  const isFramed = page.parent !== page
  if (isFramed)
    page.addEventListener('message', (event) => {
      if (event.origin !== page.location.origin || event.source !== page.parent) return
      const message = parseFrameMessage(toChat, event.data)
      if (message) onMessage(message)
    })
  return {
    isFramed,
    post(message) {
      if (isFramed) page.parent.postMessage(message, page.location.origin)
    },
  }
}
