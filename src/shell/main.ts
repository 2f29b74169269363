import { onboardStatus, validateAnswer } from '../protocol/api.ts'
import type { WidgetControl } from '../protocol/widget-control.ts'
import { type Api, createApi, isSignedOut } from './api.ts'
import { createInstall } from './install.ts'
import { takeConversation } from './open-conversation.ts'
import { createOverlays } from './overlays.ts'
import { createShell, type Shell } from './shell.ts'
import { shellTexts } from './shell-texts.ts'
import { setTheme, storedTheme } from './theme.ts'

const retryMs = 2_000

void start()

async function start(): Promise<void> {
  const widget = document.querySelector<HTMLElement & WidgetControl>('bloby-widget')
  const appFrame = document.querySelector<HTMLIFrameElement>('main > iframe')
  if (!widget || !appFrame) throw new Error('The page of the shell is not complete.')
  setTheme(storedTheme())
  const api = createApi((input, init) => fetch(input, init))
  const overlays = createOverlays(document.body)
  const shell = createShell({ api, widget, overlays, appFrame, install: createInstall() })
  listenForNotifications(shell)
  const hash = takeSetupHash()
  const { title, reason, checking } = shellTexts.unreachable
  for (;;) {
    try {
      if (await isInside(api)) shell.enter()
      else shell.leave(hash)
      return
    } catch {
      overlays.screen({ title, detail: reason, state: checking, look: 'problem' })
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
}

/** A notification that is pressed comes as a message of the service worker, or in the address of a new window. */
function listenForNotifications(shell: Shell): void {
  const open = (id: string | undefined) => id !== undefined && shell.openConversation(id)
  open(takeConversation(window))
  addEventListener('hashchange', () => open(takeConversation(window)))
  // Missing where the page is not secure: without https, at any other name than localhost.
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.type === 'bloby:conversation') open(String(data.id))
  })
  navigator.serviceWorker
    .register('/sw.js', { updateViaCache: 'none' })
    .catch((error: unknown) => console.warn('The service worker was not taken.', error))
}

/** Signed in, and through the wizard. */
async function isInside(api: Api): Promise<boolean> {
  const { claimed } = await api('GET', '/api/onboard/status', onboardStatus)
  if (!claimed) return false
  try {
    const { isValid, isOnboarded } = await api('GET', '/api/portal/validate-token', validateAnswer)
    return isValid && isOnboarded
  } catch (error) {
    if (isSignedOut(error)) return false
    throw error
  }
}

/** The setup code of a link goes to the chat, and out of the address bar and the history. */
function takeSetupHash(): string {
  if (!location.hash.startsWith('#setup=')) return ''
  const { hash } = location
  history.replaceState(history.state, '', location.pathname + location.search)
  return hash
}
