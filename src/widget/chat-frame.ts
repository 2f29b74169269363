import type { FromChat, ToChat } from '../protocol/frames.ts'

export interface ChatFrame {
  readonly element: HTMLIFrameElement
  post(message: ToChat): void
}

/**
 * The chat in its frame, on the same origin as this page. What is posted before the chat says that it is ready waits for it; and is
 * said again of the kinds that describe a state, when the chat was loaded anew.
 */
export function createChatFrame(hash: string, onMessage: (message: FromChat) => void): ChatFrame {
  const element = document.createElement('iframe')
  element.title = 'Chat'
  element.allow = 'microphone; clipboard-write'
  element.src = `/bloby/${hash}`

  let isReady = false
  const waiting = new Map<string, ToChat>()
  const states = new Map<string, ToChat>()

  function send(message: ToChat): void {
    element.contentWindow?.postMessage(message, location.origin)
  }

  addEventListener('message', (event: MessageEvent<FromChat | undefined>) => {
    if (event.source !== element.contentWindow || event.origin !== location.origin || !event.data) return
    if (event.data.type === 'bloby:ready') {
      isReady = true
      for (const message of [...states.values(), ...waiting.values()]) send(message)
      waiting.clear()
    }
    onMessage(event.data)
  })

  return {
    element,
    post(message) {
      if (message.type === 'bloby:panel' || message.type === 'bloby:insets') states.set(message.type, message)
      else if (!isReady) waiting.set(message.type, message)
      if (isReady) send(message)
    },
  }
}
