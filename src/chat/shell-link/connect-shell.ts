import type { Chat } from '../chat.ts'
import { createShellLink, type ShellLink } from './shell-link.ts'

/** The line to the shell, with what the shell asks done by the chat once that is attached. */
export function connectShell(page: Window): ShellLink & { attach(chat: Chat): void } {
  let chat: Chat | undefined
  let isPanelOpen = page.parent === page

  const link = createShellLink(page, (message) => {
    switch (message.type) {
      case 'bloby:compose':
        return chat?.compose(message.text, message)
      case 'bloby:conversation':
        return chat?.openConversation(message.id)
      case 'bloby:settings':
        return chat?.openSettings(message.place)
      case 'bloby:panel':
        isPanelOpen = message.isOpen
        look()
        // On a touch screen the keyboard would cover what the owner came to read.
        if (isPanelOpen && !message.keepsFocus && page.matchMedia('(pointer: fine)').matches)
          chat?.focusComposer()
        return
      case 'bloby:insets': {
        const { style } = page.document.documentElement
        style.setProperty('--inset-top', `${message.top}px`)
        style.setProperty('--inset-bottom', `${message.bottom}px`)
      }
    }
  })

  function look() {
    chat?.activity.looking(isPanelOpen && page.document.visibilityState === 'visible')
  }

  page.document.addEventListener('visibilitychange', look)
  return {
    ...link,
    attach(attached) {
      chat = attached
      look()
    },
  }
}
